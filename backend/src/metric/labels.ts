import { createHash } from 'node:crypto';
import { limits } from '../contract/limits.ts';

/** Limits of labels, below Prometheus's own (`label_limit` 40, `label_value_length_limit` 500 in prometheus.yml). Bytes are UTF-8. */
export const labelLimits = { perMetric: limits.metric.labels, nameBytes: 120, valueBytes: 200 } as const;

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const reservedNames = new Set(['tenant', 'job', 'instance', 'le', 'quantile', 'overflow']);

/** Why a label name cannot be used, or undefined when it can. */
export function labelNameFault(name: string): string | undefined {
  if (!namePattern.test(name)) return 'must begin with a letter or _ and hold only letters, digits and _';
  if (name.length > labelLimits.nameBytes) return `must be at most ${labelLimits.nameBytes} characters`;
  if (name.startsWith('__')) return 'must not begin with __, which Prometheus keeps for itself';
  if (reservedNames.has(name)) return `is reserved: ${[...reservedNames].join(', ')} are set by the platform`;
  return undefined;
}

/** Why a label value cannot be used, or undefined when it can. The empty value is fine: it is the same as no label. */
export function labelValueFault(value: string): string | undefined {
  if (Buffer.byteLength(value) > labelLimits.valueBytes)
    return `must be at most ${labelLimits.valueBytes} bytes of UTF-8`;
  if (!value.isWellFormed() || value.includes('\u0000')) return 'must be well-formed Unicode without NUL';
  return undefined;
}

/** The longest beginning of a label value that is no longer than one may be, cut between two characters. */
export function cutLabelValue(value: string): string {
  const bytes = Buffer.from(value);
  let end: number = labelLimits.valueBytes;
  if (bytes.length <= end) return value;
  while (isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** True of a byte that is not the first of its character in UTF-8 (RFC 3629, section 3). */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** Label names and values as exported: no empty value, sorted by name. */
export type LabelSet = Readonly<Record<string, string>>;

/**
 * The label set of a series: declared defaults under the sample's own values, `$…` defaults (the script's to fill) as empty, empty
 * values dropped, because `{}` and `{a=""}` are one series to Prometheus.
 */
export function resolveLabels(declared: LabelSet, given: LabelSet): LabelSet {
  const out: [string, string][] = [];
  for (const name of Object.keys(declared).sort()) {
    const fallback = declared[name] ?? '';
    const value = Object.hasOwn(given, name) ? (given[name] ?? '') : fallback.startsWith('$') ? '' : fallback;
    if (value !== '') out.push([name, value]);
  }
  return Object.fromEntries(out);
}

/** One text per label set, equal exactly when the sets are equal. */
export function labelKey(labels: LabelSet): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map((name) => [name, labels[name]]),
  );
}

/** SHA-256 of the key, what the unique index holds: keys can be longer than an index row. */
export function labelHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
