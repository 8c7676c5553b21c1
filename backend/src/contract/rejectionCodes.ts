/** Why a sample, or a whole request of a known sender, was refused. A closed set: it is a label of our own metrics. */
export const rejectionCodes = [
  'invalid_sample',
  'unknown_metric',
  'metric_deleted',
  'config_inactive',
  'type_mismatch',
  'undeclared_label',
  'invalid_label',
  'invalid_value',
  'not_allowed',
  'total_overflow',
  'origin_not_allowed',
  'secret_in_browser',
  'dropped_by_sender',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];
