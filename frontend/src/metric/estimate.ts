import { exportedSeries } from '../contract.generated.ts';
import type { MetricDraft } from './metricDraft.ts';

export interface LabelEstimate {
  readonly label: string;
  /** Distinct values that a usual website has. */
  readonly values: number;
  /** Set when the values may have no end. */
  readonly warning: string | undefined;
}

export interface SeriesEstimate {
  readonly labels: readonly LabelEstimate[];
  /** Series in Prometheus when every label set occurs. */
  readonly series: number;
  readonly exceedsLimit: boolean;
}

const BY_SOURCE: Readonly<Record<string, number>> = {
  $path: 60,
  $referrer: 40,
  $device: 3,
  $language: 12,
  $vital: 5,
  $screen: 60,
  $host: 2,
  $utm_source: 10,
  $utm_medium: 6,
  $utm_campaign: 15,
  $title: 150,
};
const VALUES_OF_OWN_LABEL = 5;
const WITHOUT_END = /(^|_)(id|uuid|guid|user|email|session|token|ip|url|query|phone|timestamp|time|order)(_|$)/i;

/** How many series a metric will have on a usual website, and which of its labels could make them explode. */
export function estimateSeries(
  draft: Pick<MetricDraft, 'labels' | 'metricType' | 'trackingEvents' | 'buckets' | 'quantiles' | 'maxSeries'>,
): SeriesEstimate {
  const labels = Object.entries(draft.labels).map(([label, source]) => ({
    label,
    values: valuesOf(source, draft.trackingEvents.length),
    warning: warningOf(label, source),
  }));
  const sets = labels.reduce((product, { values }) => product * values, 1);
  const series = sets * seriesPerSet(draft);
  return { labels, series, exceedsLimit: series > draft.maxSeries };
}

/** What one label set costs. */
function seriesPerSet({ metricType, buckets, quantiles }: Pick<MetricDraft, 'metricType' | 'buckets' | 'quantiles'>) {
  const { fixed, perBucket, perQuantile, usual } = exportedSeries[metricType];
  return fixed + perBucket * (buckets?.length ?? usual.buckets) + perQuantile * (quantiles?.length ?? usual.quantiles);
}

function valuesOf(source: string, events: number): number {
  if (source === '$event') return Math.max(1, events);
  return BY_SOURCE[source] ?? VALUES_OF_OWN_LABEL;
}

function warningOf(label: string, source: string): string | undefined {
  if (source === '$title') return 'Titles often hold names or counts: this label could explode. $path is safer.';
  if (source === '$screen') return 'There are hundreds of screen sizes: this label could explode. $device is safer.';
  if (!source.startsWith('$') && WITHOUT_END.test(label))
    return 'It sounds like one value for each person or request: this label could explode.';
  return undefined;
}
