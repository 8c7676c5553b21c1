import type { MetricStats } from '../api/contract.generated.ts';
import { formatCount, formatNumber } from '../format.ts';
import { formatBucket, upperBound } from '../graph/buckets.ts';
import { quantileName } from '../graph/promql.ts';
import { headlineOf } from '../metric/headline.ts';
import { type Verdict, verdictOf } from '../metric/vitals.ts';
import type { Period } from '../period/period.ts';
import { nearestQuantile } from './cardQueries.ts';
import type { Card, ComparedNumbers, Numbers } from './cards.ts';
import { type Change, changeOf } from './change.ts';
import { goodWhen } from './goodWhen.ts';

/** What stands on a card, in words. */
export interface CardText {
  readonly number: string;
  /** Stands behind the number, smaller. */
  readonly unit: string;
  /** What the number is of. */
  readonly what: string;
  readonly change: Change | undefined;
  readonly verdict: Verdict | undefined;
  /** One more fact: how many observations, or the bounds of good and poor. */
  readonly note: string;
}

interface Live {
  /** Straight from Postgres; undefined while they have not come. */
  readonly stats: MetricStats | undefined;
  /** Whether the period ended before now. */
  readonly isOver: boolean;
}

/** The text of a card while there are no numbers of a period: what Postgres has counted since the beginning. */
export function textOfTotals({ config, vital }: Card, stats: MetricStats): CardText {
  const { title, value } = headlineOf(config.metricType, stats);
  const isGauge = config.metricType === 'gauge';
  const what = isGauge ? `${title.toLowerCase()} now` : `${title.toLowerCase()} since the beginning`;
  const of = vital ? `${what}, all vitals` : what;
  return { number: formatNumber(value), unit: '', what: of, change: undefined, verdict: undefined, note: '' };
}

/** The text of a card in a period. A gauge’s value now is that of Postgres, which is ahead of Prometheus. */
export function textOfPeriod(
  card: Card,
  { now, before }: ComparedNumbers,
  period: Period,
  options: Live & { readonly percent: number },
): CardText {
  const { config, vital } = card;
  if (config.metricType === 'counter') {
    const count = countOf(card, now, period, options);
    return {
      number: formatOptional(count),
      unit: '',
      what: count === undefined ? `nothing ${period.title}` : period.title,
      change: changeOf(count, before.count, period.before.title, { goodWhen: goodWhen(config) }),
      verdict: undefined,
      note: '',
    };
  }
  if (config.metricType === 'gauge') {
    const live = options.stats && !options.isOver ? headlineOf('gauge', options.stats).value : undefined;
    const value = live !== undefined && Number.isFinite(live) ? live : now.value;
    const isAverage = (options.stats?.series ?? 0) > 1;
    const when = options.isOver ? `at the end of ${period.title}` : 'now';
    return {
      number: formatOptional(value),
      unit: '',
      what: isAverage ? `average of ${formatCount(options.stats?.series ?? 0, 'series', 'series')}, ${when}` : when,
      change: changeOf(value, before.value, period.before.title, { goodWhen: goodWhen(config), isMeasured: true }),
      verdict: undefined,
      note: '',
    };
  }
  const bounds = config.metricType === 'histogram' ? (config.buckets ?? []) : [];
  const known = (value: number | undefined) =>
    value === undefined || bounds.length === 0 ? value : upperBound(value, bounds);
  const isSummary = config.metricType === 'summary';
  const quantile = isSummary ? nearestQuantile(config.quantiles ?? [], options.percent) : options.percent / 100;
  const ofWhat = isSummary ? `last 10 minutes${options.isOver ? ` of ${period.title}` : ''}` : period.title;
  const name = isSummary && Object.keys(config.labels).length > (vital ? 1 : 0) ? 'highest ' : '';
  return {
    number: now.value === undefined ? '–' : formatBucket(now.value, bounds),
    unit: unitOf(card),
    what: `${name}${quantileName(quantile)}, ${ofWhat}`,
    change: changeOf(known(now.value), known(before.value), period.before.title, {
      goodWhen: goodWhen(config),
      isMeasured: true,
    }),
    verdict: vital && now.value !== undefined ? verdictOf(vital, known(now.value) ?? now.value) : undefined,
    note: vital ? bandsOf(card) : formatCount(now.count ?? 0, 'observation'),
  };
}

/** What Prometheus does not know yet, Postgres does: all of a metric that is younger than the period was counted in it. */
function countOf({ config }: Card, { count }: Numbers, period: Period, options: Live): number | undefined {
  if (count !== undefined || !options.stats) return count;
  const createdSeconds = Date.parse(config.createdAt) / 1_000;
  if (createdSeconds > period.toSeconds || options.stats.lastSampleAt === null) return 0;
  return createdSeconds >= period.fromSeconds && !options.isOver ? options.stats.total : undefined;
}

function formatOptional(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}

/** Prometheus's own convention for names: base units at the end. */
function unitOf({ config, vital }: Card): string {
  if (vital) return vital.unit;
  return config.metricName.endsWith('_seconds') ? 's' : '';
}

function bandsOf({ vital }: Card): string {
  if (!vital) return '';
  const unit = vital.unit === '' ? '' : ` ${vital.unit}`;
  return `good up to ${vital.good}${unit}, poor over ${vital.poor}${unit}`;
}
