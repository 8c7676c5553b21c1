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

/** One refused sample, by its place in the request. */
export interface Rejection {
  readonly index: number;
  readonly code: RejectionCode;
  readonly detail: string;
}

/** Refusals to be counted for their owner. */
export interface RejectionCount {
  /** Undefined when they belong to no configuration. */
  readonly metricConfigId: string | undefined;
  readonly code: RejectionCode;
  readonly count: number;
  /** One of them, in words; holds no secret and no label value. */
  readonly example: string;
}

/** Text that Postgres can hold, cut to a length that a person reads. */
export function exampleText(text: string): string {
  return text.slice(0, 300).replaceAll('\u0000', '').toWellFormed();
}

/** The code of a refusal as it is counted. */
export function toRejectionCode(code: string): RejectionCode {
  return rejectionCodes.find((known) => known === code) ?? 'not_allowed';
}
