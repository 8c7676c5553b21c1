import type { TimeRange, TimeSeries } from '../api/prometheus.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { ChartData } from '../graph/chartData.ts';
import { seriesText } from '../graph/hiddenLabels.ts';
import { lookOf } from '../graph/lineLooks.ts';
import { timesOf } from '../graph/timeRange.ts';

export const MAX_DRAWN = 20;

/** The first series as lines of a graph: every whole step, and the end of the period. */
export function toChart(series: readonly TimeSeries[], range: TimeRange, endSeconds: number): ChartData {
  const { stepSeconds } = range;
  const times = timesOf(range, endSeconds);
  const lines = series.slice(0, MAX_DRAWN).map(({ labels, points }, index) => {
    const byTime = new Map(points);
    const values = times.map((time) => finite(byTime.get(time)));
    return { name: seriesText(labels) || 'result', values, now: values.at(-1) ?? null, look: lookOf(index) };
  });
  const step = `One point every ${formatDuration(stepSeconds)}.`;
  return {
    title: 'The result of the query',
    meaning: series.length > MAX_DRAWN ? `${step} ${leftOut(series.length)}` : step,
    nowTitle: 'Last point',
    kind: 'lines',
    times,
    lines,
  };
}

function leftOut(count: number): string {
  return `The result has ${formatCount(count, 'series', 'series')}; the first ${MAX_DRAWN} are drawn. The table has more.`;
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
