import type { MetricConfig } from '../api/contract.generated.ts';
import { limits, metricDefaults, metricTypes } from '../contract.generated.ts';

import type { ReadonlyDeep } from './readonlyDeep.ts';

export { metricTypes } from '../contract.generated.ts';
export type MetricType = (typeof metricTypes)[number];

type Derived = 'id' | 'exportedName' | 'previousTokenExpiresAt' | 'createdAt' | 'updatedAt';

/** What a person says about a metric, in the form in which the API takes it. */
export type MetricDraft = ReadonlyDeep<Omit<MetricConfig, Derived>>;

export const emptyDraft: MetricDraft = { ...metricDefaults, name: '', metricName: '', metricType: 'counter' };

/** The address of the form for a new metric, filled with what refused samples had. */
export function newMetricAddress(given: {
  name: string;
  metricType: MetricType | null;
  labels: readonly string[];
}): string {
  const query = new URLSearchParams({ metricName: given.name });
  if (given.metricType !== null) query.set('metricType', given.metricType);
  for (const label of given.labels) query.append('label', label);
  return `#/metrics/new?${query}`;
}

/** What such an address asks for; undefined when it names no metric. Servers sent those samples, so it is not for pages. */
export function draftOf(query: URLSearchParams): MetricDraft | undefined {
  const metricName = query.get('metricName') ?? '';
  if (metricName === '') return undefined;
  const metricType = metricTypes.find((type) => type === query.get('metricType')) ?? 'counter';
  const labels = Object.fromEntries(query.getAll('label').map((label) => [label, '']));
  const name = metricName.slice(0, limits.metric.name);
  return { ...emptyDraft, name, metricName, metricType, labels, inPages: false };
}

/** Label values that the script can fill in, and what they hold. */
export const labelSources: readonly (readonly [source: string, meaning: string])[] = [
  ['$path', 'path of the page, ids folded to :id'],
  ['$event', 'name of the event'],
  ['$referrer', 'host the visitor came from'],
  ['$device', 'desktop, mobile or tablet'],
  ['$language', 'language of the browser'],
  ['$host', 'host of the page'],
  ['$vital', 'name of the web vital'],
  ['$screen', 'size of the screen'],
  ['$utm_source', 'utm_source of the address'],
  ['$utm_medium', 'utm_medium of the address'],
  ['$utm_campaign', 'utm_campaign of the address'],
  ['$title', 'title of the page'],
];

/** A name for Prometheus out of a name for people: `Page views` becomes `page_views`. */
export function suggestMetricName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^\d/.test(plain) ? `m_${plain}` : plain.slice(0, 100);
}

/** Why Prometheus could not take the name; the API knows some reserved ones besides. */
export function metricNameFault(name: string): string | undefined {
  if (name === '') return 'is needed';
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
    return 'must begin with a letter or _ and hold only letters, digits and _';
  return name.length > limits.metric.metricName ? `must be at most ${limits.metric.metricName} characters` : undefined;
}

/** The names of the series that Prometheus will have. */
export function exportedNames({ metricName, metricType }: Pick<MetricDraft, 'metricName' | 'metricType'>): string[] {
  switch (metricType) {
    case 'counter':
      return [metricName.endsWith('_total') ? metricName : `${metricName}_total`];
    case 'gauge':
      return [metricName];
    case 'histogram':
      return [`${metricName}_bucket`, `${metricName}_sum`, `${metricName}_count`];
    case 'summary':
      return [metricName, `${metricName}_sum`, `${metricName}_count`];
  }
}
