import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { queryInstant, type TimeSeries } from '../../api/prometheus.ts';
import { formatCount, formatNumber } from '../../format.ts';
import { formatBucket } from '../../graph/buckets.ts';
import { mixesSeries, quantileName } from '../../graph/promql.ts';
import { changeWords } from '../../metric/change.ts';
import { type Filters, selectorOf } from '../../metric/filters.ts';
import { exportedNames } from '../../metric/metricDraft.ts';
import type { PeriodNumbers } from '../../metric/periodNumbers.ts';
import { vitalBands, vitalVerdict } from '../../metric/vitalBands.ts';
import { vitalLabelOf } from '../../metric/vitals.ts';
import { countQuery } from '../../period/counts.ts';
import type { Period } from '../../period/period.ts';
import { fetchCounts } from '../fetchCounts.ts';

/** Of what the numbers are: a metric, a period, and what it is limited to. */
interface Asked {
  readonly api: Api;
  readonly config: MetricConfig;
  readonly period: Period;
  readonly filters: Filters;
}

/** Asks Prometheus for the numbers of a period, as the type of the metric has them. */
export function fetchPeriodNumbers(asked: Asked): Promise<PeriodNumbers> {
  switch (asked.config.metricType) {
    case 'counter':
      return counterNumbers(asked);
    case 'gauge':
      return gaugeNumbers(asked);
    case 'summary':
      return summaryNumbers(asked);
    case 'histogram':
      return vitalLabelOf(asked.config.labels) === undefined ? histogramNumbers(asked) : vitalNumbers(asked);
  }
}

async function counterNumbers(asked: Asked): Promise<PeriodNumbers> {
  const { value, change } = await countOf(asked, 0);
  return { main: [{ name: `Count, ${asked.period.title}`, value: formatNumber(value) }], change, more: [] };
}

async function gaugeNumbers(asked: Asked): Promise<PeriodNumbers> {
  const selector = selectorIn(asked, 0);
  const range = `[${secondsOf(asked)}s]`;
  const [now, least, most, average] = await Promise.all(
    [
      `avg(${selector})`,
      `min(min_over_time(${selector}${range}))`,
      `max(max_over_time(${selector}${range}))`,
      `avg(avg_over_time(${selector}${range}))`,
    ].map((query) => askNumber(asked, query)),
  );
  const note = mixesSeries({ ...asked.config, filters: asked.filters }) ? 'Average of all series' : 'Value';
  return {
    main: [{ name: `${note} now`, value: textOf(now) }],
    more: [
      { name: 'Lowest', value: textOf(least) },
      { name: 'Highest', value: textOf(most) },
      { name: 'Average', value: textOf(average) },
    ],
  };
}

/** Exact counts of the buckets, so that quantiles are those of the period's own observations. */
async function histogramNumbers(asked: Asked): Promise<PeriodNumbers> {
  const buckets = asked.config.buckets ?? [];
  const counts = countQuery(selectorIn(asked, 0), secondsOf(asked), ['le']);
  const [count, ...values] = await Promise.all([
    countOf(asked, 2),
    ...[0.75, 0.5, 0.95, 0.99].map((q) => askNumber(asked, `histogram_quantile(${q}, ${counts})`)),
  ]);
  const [p75, p50, p95, p99] = values.map((value) =>
    value === undefined || Number.isNaN(value) ? '–' : formatBucket(value, buckets),
  );
  return {
    main: [{ name: `p75, ${asked.period.title}`, value: p75 ?? '–' }],
    change: `${formatCount(count.value, 'observation')}. ${count.change}`,
    more: [
      { name: 'p50', value: p50 ?? '–' },
      { name: 'p95', value: p95 ?? '–' },
      { name: 'p99', value: p99 ?? '–' },
    ],
  };
}

async function vitalNumbers(asked: Asked): Promise<PeriodNumbers> {
  const { config, period, api } = asked;
  const label = vitalLabelOf(config.labels) ?? '';
  const buckets = config.buckets ?? [];
  const counts = countQuery(selectorIn(asked, 0), secondsOf(asked), ['le', label]);
  const [quantiles, all, total] = await Promise.all([
    queryInstant(api, `histogram_quantile(0.75, ${counts})`, period.toSeconds),
    queryInstant(api, countQuery(selectorIn(asked, 2), secondsOf(asked), [label]), period.toSeconds),
    countOf(asked, 2),
  ]);
  const of = (series: readonly TimeSeries[], vital: string) =>
    numberOf(series.find(({ labels }) => (labels[label] ?? '') === vital));
  const main = [...vitalBands.keys()].map((vital) => {
    const p75 = of(quantiles, vital);
    const isKnown = p75 !== undefined && !Number.isNaN(p75);
    const verdict = isKnown ? vitalVerdict(vital, p75, buckets) : undefined;
    const unit = vital === 'CLS' ? '' : ' s';
    return {
      name: vital,
      value: isKnown ? `${formatBucket(p75, buckets)}${unit}` : '–',
      note: formatCount(of(all, vital) ?? 0, 'observation'),
      ...(verdict && { verdict }),
    };
  });
  return { main, change: `p75, ${period.title}. ${formatCount(total.value, 'observation')}.`, more: [] };
}

/** A summary's quantiles are those that it was made with, at the end of the period. */
async function summaryNumbers(asked: Asked): Promise<PeriodNumbers> {
  const { config, filters } = asked;
  const quantiles = config.quantiles ?? [];
  const first = [...quantiles].sort((a, b) => Math.abs(a - 0.75) - Math.abs(b - 0.75))[0];
  const seconds = secondsOf(asked);
  const quantileQuery = (q: number) =>
    `max(${selectorOf(exportedNames(config)[0] ?? '', filters, [`quantile="${q}"`])})`;
  const [count, sum, ...values] = await Promise.all([
    countOf(asked, 2),
    askNumber(asked, countQuery(selectorIn(asked, 1), seconds)),
    ...quantiles.map((q) => askNumber(asked, quantileQuery(q))),
  ]);
  const highest = mixesSeries({ ...config, filters }) ? 'highest ' : '';
  const named = quantiles.map((q, index) => ({
    name: `${highest}${quantileName(q)}`,
    value: textOf(values[index]),
    isMain: q === first,
  }));
  const average = sum === undefined || count.value === 0 ? undefined : sum / count.value;
  return {
    main: named.filter(({ isMain }) => isMain),
    change: `${formatCount(count.value, 'observation')}. ${count.change}`,
    more: [...named.filter(({ isMain }) => !isMain), { name: 'Average', value: textOf(average) }],
  };
}

/** The count of one of the metric's names in the period, and how it differs from the one before. */
async function countOf(asked: Asked, name: number): Promise<{ value: number; change: string }> {
  const { api, period } = asked;
  const { now, before } = await fetchCounts(api, selectorIn(asked, name), period);
  const value = numberOf(now[0]) ?? 0;
  return { value, change: changeWords(value, numberOf(before[0]), period.before.title) };
}

async function askNumber({ api, period }: Asked, query: string): Promise<number | undefined> {
  return numberOf((await queryInstant(api, query, period.toSeconds))[0]);
}

function selectorIn({ config, filters }: Asked, name: number): string {
  return selectorOf(exportedNames(config)[name] ?? '', filters);
}

const secondsOf = ({ period }: Asked) => period.toSeconds - period.fromSeconds;
const numberOf = (series: TimeSeries | undefined) => series?.points[0]?.[1];
const textOf = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value));
