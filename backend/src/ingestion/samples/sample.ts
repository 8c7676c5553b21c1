import { z } from 'zod';
import { limits } from '../../contract/limits.ts';
import { type MetricType, metricTypes } from '../../contract/metricTypes.ts';
import type { SampleValue } from '../../metric/metricKind.ts';

/** A sample as it travels, checked for shape alone; whether its metric takes it is decided later. Times are from the year 2000 on. */
export interface WireSample extends SampleValue {
  readonly name: string;
  readonly type?: MetricType | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Limits of a single sample. A value past 1e12 is more likely a fault than a measurement, and keeps sums exact to 2^53. */
const sampleLimits = limits.sample;

/** RFC 3339, section 5.6, with an upper-case T and a zone. */
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** The year 2000: what is before it is no measurement's time, but seconds that were taken for milliseconds. */
const minEpochMs = sampleLimits.earliestMs;
/** The last millisecond that JavaScript's Date and Postgres both hold: year 9999. */
const maxEpochMs = 253_402_300_799_999;

const timeRule = 'must be epoch milliseconds or an RFC 3339 time such as 2026-01-31T12:00:00Z';
const tooEarly = 'must not be before the year 2000';

function isEpochMs(value: number): boolean {
  return value >= minEpochMs && value <= maxEpochMs;
}

function isTimeText(value: string): boolean {
  const parts = value.length <= 40 ? rfc3339.exec(value) : null;
  if (!parts || !isEpochMs(Date.parse(value))) return false;
  // Date.parse takes the 30th of February for the 2nd of March.
  const lastOfMonth = new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0));
  return Number(parts[3]) <= lastOfMonth.getUTCDate();
}

function isTime(value: number | string): boolean {
  return typeof value === 'number' ? isEpochMs(value) : isTimeText(value);
}

/** What is wrong with a time that `isTime` refused. */
function timeFault(value: unknown): string {
  if (typeof value === 'number' && value < minEpochMs) {
    return `${tooEarly}: it counts milliseconds, so multiply epoch seconds by 1000`;
  }
  if (typeof value === 'string' && value.length <= 40 && rfc3339.test(value) && Date.parse(value) < minEpochMs) {
    return tooEarly;
  }
  return timeRule;
}

const number = z
  .number({ error: 'must be a finite number' })
  .refine((value) => Math.abs(value) <= sampleLimits.absoluteValue, `must lie between -1e12 and 1e12`);

/** zod passes over `__proto__` where it copies an object, so what stands there would go unchecked. */
const withoutProto = z.custom<object>(
  (value) => !(typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')),
  'must not hold a label named __proto__',
);

const labels = withoutProto
  .pipe(z.record(z.string(), z.string({ error: 'must be text' }), { error: 'must be an object of texts' }))
  .refine(
    (value) => Object.keys(value).length <= sampleLimits.labels,
    `must hold at most ${sampleLimits.labels} labels`,
  );

/** The definition of a well-formed sample; `isWireSample` decides the same, faster. */
export const wireSample = z.strictObject({
  name: z.string({ error: 'must be text' }).min(1, 'must not be empty').max(sampleLimits.name, 'is too long'),
  type: z.enum(metricTypes).optional(),
  value: z
    .union([number, z.array(number).min(1).max(sampleLimits.values)], {
      error: `must be a number between -1e12 and 1e12, or 1 to ${sampleLimits.values} of them`,
    })
    .optional(),
  labels: labels.optional(),
  timestamp: z
    .union([z.number(), z.string()], { error: timeRule })
    .refine(isTime, { error: ({ input }) => timeFault(input) })
    .optional(),
  ageMs: z.number().min(0).max(sampleLimits.ageMs, 'must be at most 7 days').optional(),
  op: z.enum(['set', 'add']).optional(),
});

const knownFields = new Set(Object.keys(wireSample.shape));
const knownTypes: ReadonlySet<unknown> = new Set(metricTypes);

function isValue(value: unknown): boolean {
  // NaN fails the comparison.
  return typeof value === 'number' && Math.abs(value) <= sampleLimits.absoluteValue;
}

function isLabels(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  let count = 0;
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || typeof Reflect.get(value, key) !== 'string') return false;
    count += 1;
  }
  return count <= sampleLimits.labels;
}

/** Accepts and refuses exactly what `wireSample` does (a property test holds them together) at a twentieth of its cost. */
export function isWireSample(value: unknown): value is WireSample {
  return hasSampleShape(value) && (value.labels === undefined || isLabels(value.labels));
}

/** The same but for the labels, which are not looked at; for a caller that knows them already. */
export function hasSampleShape(value: unknown): value is WireSample {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (!hasOnlyKnownFields(value)) return false;
  const sample = value as Record<string, unknown>;
  const { name, type, timestamp, ageMs, op } = sample;
  if (typeof name !== 'string' || name.length === 0 || name.length > sampleLimits.name) return false;
  if (type !== undefined && !knownTypes.has(type)) return false;
  if (sample.value !== undefined && !isValue(sample.value) && !isValueList(sample.value)) return false;
  if (timestamp !== undefined && !isTimestamp(timestamp)) return false;
  if (ageMs !== undefined && !(typeof ageMs === 'number' && ageMs >= 0 && ageMs <= sampleLimits.ageMs)) return false;
  return op === undefined || op === 'set' || op === 'add';
}

/** `for … in` makes no list of the keys; what it finds on a prototype is not a field of ours either. */
function hasOnlyKnownFields(value: object): boolean {
  for (const key in value) if (!knownFields.has(key)) return false;
  return true;
}

function isValueList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= sampleLimits.values && value.every(isValue);
}

function isTimestamp(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && isTime(value);
}

/** What is wrong with a value that `isWireSample` refused, for people. */
export function explainSample(value: unknown): string {
  const issue = wireSample.safeParse(value).error?.issues[0];
  if (!issue) return 'is not a sample';
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.slice(0, 3).join(', ').slice(0, 100)}: not a field of a sample`;
  const place = issue.path.map(String).join('.').slice(0, 100);
  return place === '' ? 'a sample must be an object with a name' : `${place}: ${issue.message}`;
}
