import { ValidationError } from '../../errors.ts';
import { durationMs } from '../../promql/durations.ts';

/** Most steps of one range query; Prometheus's own limit. */
export const maxPoints = 11_000;
/** Longest a query may run in Prometheus. */
export const maxTimeoutMs = 30_000;

const unixSeconds = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** As Go reads it: capital letters, and no hour 24. */
const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59Z');
/** What Prometheus and its clients write for "from the beginning" and "to the end". */
const limitsOfTime: ReadonlyMap<string, number> = new Map([
  ['-292273086-05-16T16:47:06Z', earliestMs],
  ['292277025-08-18T07:12:54.999999999Z', latestMs],
]);
/** A duration in Prometheus is 64 bits of nanoseconds. */
const longestMs = (2 ** 63 - 1) / 1e6;

/**
 * A point in time, in milliseconds: Unix seconds or RFC 3339, the forms of
 * https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview; undefined when not given.
 * @throws ValidationError
 */
export function readTime(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null || text === '') return undefined;
  const ms = limitsOfTime.get(text) ?? parseTime(text);
  if (!(ms >= earliestMs && ms <= latestMs)) {
    throw invalid(name, 'must be Unix seconds or an RFC 3339 time');
  }
  return ms;
}

function parseTime(text: string): number {
  if (unixSeconds.test(text)) return Math.round(Number(text) * 1000);
  const day = rfc3339.exec(text)?.[1];
  return day !== undefined && isDay(day) ? Date.parse(text) : Number.NaN;
}

/** Whether the month has such a day: JavaScript takes February 30 for March 2. */
function isDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day);
}

/** A duration in milliseconds, more than 0; undefined when not given. */
export function readDuration(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null || text === '') return undefined;
  const ms = durationMs(text);
  if (ms === undefined || !(ms >= 1) || ms > longestMs) {
    throw invalid(name, 'must be a positive duration such as 15s, or seconds');
  }
  return ms;
}

/**
 * Start, end and step of a range query.
 * @throws ValidationError when one is missing, or there are too many points
 */
export function readRange(params: URLSearchParams): { startMs: number; endMs: number; stepMs: number } {
  const startMs = required(readTime(params, 'start'), 'start');
  const endMs = required(readTime(params, 'end'), 'end');
  const stepMs = required(readDuration(params, 'step'), 'step');
  if (endMs < startMs) throw invalid('end', 'must not be before start');
  if (Math.floor((endMs - startMs) / stepMs) > maxPoints) {
    throw invalid('step', `is too small: a query gives at most ${maxPoints} points per series`);
  }
  return { startMs, endMs, stepMs };
}

/** How Prometheus gets times and durations: seconds. */
export function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function required(value: number | undefined, name: string): number {
  if (value === undefined) throw invalid(name, 'is required');
  return value;
}

/** Prometheus's own words for a bad parameter. */
export function invalid(name: string, fault: string): ValidationError {
  return new ValidationError(`invalid parameter "${name}": ${fault}`, undefined, 'bad_data');
}
