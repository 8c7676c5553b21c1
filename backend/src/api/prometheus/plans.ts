import { ValidationError } from '../../errors.ts';
import { checkSelectorLengths } from '../../promql/parse.ts';
import { checkRegexWork } from '../../promql/regexWork.ts';
import {
  emptyQuery,
  emptySelector,
  type Restricted,
  restrictQuery,
  restrictSelector,
  selectAll,
} from '../../promql/restrict.ts';
import type { Scope } from '../../promql/scope.ts';
import { checkFormattingWork } from './formattingWork.ts';
import { inSeconds, invalid, maxTimeoutMs, readDuration, readRange, readTime } from './times.ts';

/** A request to Prometheus, made from nothing but checked values. */
export interface Plan {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1/`. */
  readonly path: string;
  /** The form of a POST, the query of a GET. */
  readonly form: URLSearchParams;
  /** What Prometheus has to parse first; `detail` is the failure when one of the selectors has no non-empty matcher. */
  readonly parseFirst?: { readonly selectors: readonly string[]; readonly detail: string } | undefined;
  /** Prometheus works on it to the end, even when the connection is closed. */
  readonly outlivesCaller?: boolean;
}

/** Makes the request that answers the caller's, within the scope. Throws AppError kinds. */
export type MakePlan = (params: URLSearchParams, scope: Scope, sampleIntervalMs: number) => Plan;

const maxSelectors = 1_000;
/** Prometheus reads 64 bits. */
const maxInteger = 2 ** 63;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export const planQuery: MakePlan = (params, scope, sampleIntervalMs) => {
  const restricted = restrictQuery(queryOf(params), scope, { sampleIntervalMs });
  const form = new URLSearchParams({ query: restricted.text, timeout: timeoutOf(params) });
  const timeMs = readTime(params, 'time');
  if (timeMs !== undefined) form.set('time', inSeconds(timeMs));
  return {
    method: 'POST',
    path: 'query',
    form: withLimit(form, params),
    parseFirst: parseFirst([restricted], emptyQuery),
  };
};

export const planQueryRange: MakePlan = (params, scope, sampleIntervalMs) => {
  const { startMs, endMs, stepMs } = readRange(params);
  const points = Math.floor((endMs - startMs) / stepMs) + 1;
  const restricted = restrictQuery(queryOf(params), scope, { points, sampleIntervalMs });
  const form = new URLSearchParams({
    query: restricted.text,
    start: inSeconds(startMs),
    end: inSeconds(endMs),
    step: inSeconds(stepMs),
    timeout: timeoutOf(params),
  });
  return {
    method: 'POST',
    path: 'query_range',
    form: withLimit(form, params),
    parseFirst: parseFirst([restricted], emptyQuery),
  };
};

/** Prometheus asks for a `match[]` here, and nowhere else. */
export const planSeries: MakePlan = (params, scope) => {
  if (!params.has('match[]')) throw new ValidationError('no match[] parameter provided', undefined, 'bad_data');
  return { method: 'POST', path: 'series', ...selectorForm(params, scope) };
};

export const planLabels: MakePlan = (params, scope) => ({
  method: 'POST',
  path: 'labels',
  ...selectorForm(params, scope),
});

/** Nothing else of the path goes upstream. */
export function planLabelValues(label: unknown): MakePlan {
  return (params, scope) => {
    if (typeof label !== 'string' || !labelName.test(label)) throw notALabel(label);
    return { method: 'GET', path: `label/${label}/values`, ...selectorForm(params, scope) };
  };
}

/** Formatting touches no series, so the author's own text goes, once it is known to be PromQL within the limits. */
export const planFormatQuery: MakePlan = (params, scope, sampleIntervalMs) => {
  const query = queryOf(params);
  checkFormattingWork(restrictQuery(query, scope, { sampleIntervalMs }));
  return { method: 'POST', path: 'format_query', form: new URLSearchParams({ query }), outlivesCaller: true };
};

/** For operators; tenants get theirs from the database. */
export const planMetadata: MakePlan = (params) => {
  const form = new URLSearchParams();
  const metric = params.get('metric');
  if (metric !== null) form.set('metric', metric);
  return { method: 'GET', path: 'metadata', form: withLimit(form, params) };
};

/** For operators; tenants have no rules. */
export const planRules: MakePlan = () => ({ method: 'GET', path: 'rules', form: new URLSearchParams() });

/** For operators; tenants have no rules, so nothing that fires. */
export const planAlerts: MakePlan = () => ({ method: 'GET', path: 'alerts', form: new URLSearchParams() });

/** The one query of the request; of several the first, as in Prometheus. */
export function queryOf(params: URLSearchParams): string {
  const query = params.get('query');
  if (query === null || query.trim() === '') throw invalid('query', 'is required');
  return query;
}

/** A whole number; undefined when not given. What 0 means differs between versions of Prometheus, and is for it to say. */
export function limitOf(params: URLSearchParams): number | undefined {
  const text = params.get('limit');
  if (text === null || text === '') return undefined;
  if (!/^\+?\d+$/.test(text)) throw invalid('limit', 'must be a whole number, 0 or more');
  if (Number(text) > maxInteger) throw invalid('limit', 'is out of range');
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

/** Prometheus's words. */
function notALabel(label: unknown): ValidationError {
  return new ValidationError(`invalid label name: ${JSON.stringify(label)}`, undefined, 'bad_data');
}

function withLimit(form: URLSearchParams, params: URLSearchParams): URLSearchParams {
  const limit = limitOf(params);
  if (limit !== undefined) form.set('limit', String(limit));
  return form;
}

function timeoutOf(params: URLSearchParams): string {
  return inSeconds(Math.min(readDuration(params, 'timeout') ?? maxTimeoutMs, maxTimeoutMs));
}

/** Selectors are ORed: each is restricted, and none at all becomes one for everything of the tenant. */
function selectorForm(params: URLSearchParams, scope: Scope): Pick<Plan, 'form' | 'parseFirst'> {
  const selectors = params.getAll('match[]');
  if (selectors.length > maxSelectors) throw invalid('match[]', `may be given ${maxSelectors} times`);
  checkSelectorLengths(selectors);
  const restricted = selectors.map((selector) => restrictSelector(selector, scope));
  checkRegexWork(restricted.reduce((sum, { regexWork }) => sum + regexWork, 0));
  const sent = restricted.map(({ text }) => text);
  const everything = selectAll(scope);
  if (sent.length === 0 && everything !== undefined) sent.push(everything);
  const form = new URLSearchParams(sent.map((selector): [string, string] => ['match[]', selector]));
  const startMs = readTime(params, 'start');
  const endMs = readTime(params, 'end');
  if (startMs !== undefined) form.set('start', inSeconds(startMs));
  if (endMs !== undefined) form.set('end', inSeconds(endMs));
  return { form: withLimit(form, params), parseFirst: parseFirst(restricted, emptySelector) };
}

function parseFirst(restricted: readonly Restricted[], detail: string): Plan['parseFirst'] {
  const selectors = [...new Set(restricted.flatMap(({ unchecked }) => unchecked))];
  return selectors.length > 0 ? { selectors, detail } : undefined;
}
