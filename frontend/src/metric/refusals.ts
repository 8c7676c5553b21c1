/** Why samples are refused, for people. */
export interface Refusal {
  readonly title: string;
  /** What to do about it. */
  readonly fix: string;
}

const KNOWN: Readonly<Record<string, Refusal>> = {
  invalid_sample: {
    title: 'Samples of the wrong form',
    fix: 'Send {"name", "value", "labels"} as in the curl example; label values are text.',
  },
  unknown_metric: {
    title: 'A name that no metric has',
    fix: 'Compare the name in your code with the metric name; capitals count. If the name is right, create the metric.',
  },
  metric_deleted: {
    title: 'The name of a metric that was deleted',
    fix: 'Take it out of your code. If you still need it, create the metric: samples alone do not bring it back.',
  },
  config_inactive: { title: 'This metric is switched off', fix: 'Edit the metric and switch it on.' },
  type_mismatch: {
    title: 'Sent as another type',
    fix: 'Leave out "type" in the sample, or send the type that this metric has.',
  },
  undeclared_label: {
    title: 'A label that is not declared',
    fix: 'Edit the metric and add the label, or take it out of your code.',
  },
  invalid_label: { title: 'A label value that cannot be used', fix: 'Values are at most 200 bytes of UTF-8.' },
  invalid_value: {
    title: 'A value that the type cannot take',
    fix: 'Counters and observations are 0 or more; gauges, histograms and summaries need a value.',
  },
  not_allowed: {
    title: 'A page sent to a metric that its code may not write',
    fix: 'The code of one metric writes that one only: paste the code of this metric too. A site tag writes metrics with “Count in pages” switched on.',
  },
  total_overflow: { title: 'The total is at its limit', fix: 'Create a new metric; 2^53 is as far as numbers go.' },
  origin_not_allowed: {
    title: 'A page of an origin that is not allowed',
    fix: 'Add the address of your website to the allowed origins of the API key.',
  },
  secret_in_browser: {
    title: 'The secret of an API key was sent by a browser',
    fix: 'Everybody can read it there: rotate the key, and use the generated code instead.',
  },
  dropped_by_sender: {
    title: 'A page gave up samples that it could not deliver',
    fix: 'It was offline, or this server could not be reached, for longer than a page can keep them.',
  },
};

export function explainRefusal(code: string): Refusal {
  return KNOWN[code] ?? { title: code.replaceAll('_', ' '), fix: 'See the example for what was wrong.' };
}

/** Where the cure is. */
export function cureOf(code: string, metricConfigId: string | null): { href: string; text: string } | undefined {
  if (code === 'origin_not_allowed') return { href: '#/keys', text: 'Allowed origins' };
  if (code === 'secret_in_browser') return { href: '#/keys', text: 'Rotate the key' };
  if (code === 'unknown_metric' || code === 'metric_deleted') return { href: '#/metrics', text: 'See the names' };
  if (metricConfigId === null) return undefined;
  if (['undeclared_label', 'config_inactive'].includes(code))
    return { href: `#/metrics/${metricConfigId}/edit`, text: 'Edit the metric' };
  return undefined;
}
