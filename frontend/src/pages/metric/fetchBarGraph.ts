import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { toBars, toBarsBefore, toSplitBars } from '../../graph/barData.ts';
import type { ChartData } from '../../graph/chartData.ts';
import { barMeaning, nowTitleOf, restMeaning, viewMeaning } from '../../graph/graphWords.ts';
import type { LineLooks } from '../../graph/lineLooks.ts';
import { selectorOf } from '../../metric/filters.ts';
import { exportedNames } from '../../metric/metricDraft.ts';
import { fetchBars } from '../fetchCounts.ts';
import { titleOf } from './graphTitle.ts';
import type { GraphChoice } from './graphView.ts';

/** Asks Prometheus for exact counts of the bars of a period. */
export async function fetchBarGraph(
  api: Api,
  config: MetricConfig,
  { view, split, period, filters, compare }: GraphChoice,
  looks: LineLooks,
): Promise<ChartData> {
  const selector = selectorOf(exportedNames(config)[0] ?? '', filters);
  const { before } = period;
  const earlier = { ...period, fromSeconds: before.fromSeconds, toSeconds: before.toSeconds };
  const [bars, barsBefore] = await Promise.all([
    fetchBars(api, selector, period, split === undefined ? [] : [split]),
    compare ? fetchBars(api, selector, earlier) : undefined,
  ]);
  const { lines, left } = split === undefined ? { lines: toBars(bars), left: 0 } : toSplitBars(bars, split, looks);
  const meaning = [viewMeaning(config, view, split), barMeaning(period.step)];
  if (left > 0 && split !== undefined) meaning.push(restMeaning(config, view, split));
  return {
    title: titleOf(config, view, split),
    meaning: meaning.join(' '),
    nowTitle: nowTitleOf(config.metricType, view),
    kind: 'bars',
    times: [period.fromSeconds, ...bars.ends.slice(0, -1)],
    endSeconds: period.toSeconds,
    lines: barsBefore ? [...lines, toBarsBefore(barsBefore, bars.ends.length, period.before.title)] : lines,
  };
}
