import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { queryInstant, queryRange } from '../../api/prometheus.ts';
import {
  type Answer,
  type ChartData,
  type ChartLine,
  MAX_LINES,
  rank,
  toBeforeLines,
  toHeatmap,
  toLines,
  toRestLine,
  toSplitLines,
} from '../../graph/chartData.ts';
import { hasWholeNumber, nowTitleOf, pointMeaning, restMeaning, viewMeaning } from '../../graph/graphWords.ts';
import type { LineLooks } from '../../graph/lineLooks.ts';
import { NOW_SECONDS, type Part, queriesOf, rankingQuery, windowOf } from '../../graph/promql.ts';
import { timeRangeOf, timesOf } from '../../graph/timeRange.ts';
import { fetchBarGraph } from './fetchBarGraph.ts';
import { titleOf } from './graphTitle.ts';
import type { GraphChoice } from './graphView.ts';

/**
 * Asks Prometheus for the graph of a period: whole steps, the step that ends with it, and the numbers of the last minute.
 * @param nowSeconds by Prometheus's clock
 * @throws ApiError of status 503 when there is no Prometheus
 */
export async function fetchGraph(
  api: Api,
  config: MetricConfig,
  choice: GraphChoice,
  { looks, nowSeconds }: { looks: LineLooks; nowSeconds: number },
): Promise<ChartData> {
  return choice.view.kind === 'bars'
    ? fetchBarGraph(api, config, choice, looks)
    : fetchLineGraph(api, config, choice, { looks, nowSeconds });
}

async function fetchLineGraph(
  api: Api,
  config: MetricConfig,
  { view, split, period, filters, compare }: GraphChoice,
  { looks, nowSeconds }: { looks: LineLooks; nowSeconds: number },
): Promise<ChartData> {
  const metric = { ...config, filters };
  const endSeconds = period.toSeconds;
  const isOver = endSeconds < nowSeconds;
  const range = timeRangeOf(period);
  const times = timesOf(range, endSeconds);
  const rangeSeconds = endSeconds - period.fromSeconds;
  const hasWhole = hasWholeNumber(config.metricType, view);

  const ask = async (part?: Part): Promise<Answer[]> => {
    const currentQueries = queriesOf(metric, view.id, NOW_SECONDS, part);
    const wholeQueries = hasWhole ? queriesOf(metric, view.id, rangeSeconds, part) : [];
    const queries = queriesOf(metric, view.id, windowOf(range.stepSeconds), part);
    return Promise.all(
      queries.map(async ({ promql, name }, index) => {
        const currentQuery = currentQueries[index]?.promql ?? promql;
        const end = queryInstant(api, promql, endSeconds);
        const wholeQuery = wholeQueries[index]?.promql;
        const [steps, last, current, whole] = await Promise.all([
          queryRange(api, promql, range),
          end,
          currentQuery === promql ? end : queryInstant(api, currentQuery, endSeconds),
          wholeQuery === undefined ? undefined : queryInstant(api, wholeQuery, endSeconds),
        ]);
        return { name, series: [...steps, ...last], current, whole };
      }),
    );
  };
  /** The values with the most, and one line for all others. */
  const askSplit = async (label: string): Promise<{ lines: ChartLine[]; left: number }> => {
    const query = rankingQuery(metric, view.id, label, rangeSeconds);
    const ranked = rank(await queryInstant(api, query, endSeconds), label);
    const values = ranked.slice(0, MAX_LINES);
    const left = ranked.length - values.length;
    if (values.length === 0) return { lines: [], left };
    const [[shown], [rest]] = await Promise.all([
      ask({ label, values, isRest: false }),
      left > 0 ? ask({ label, values, isRest: true }) : [],
    ]);
    const lines = shown ? toSplitLines(shown, label, values, times, looks) : [];
    return { lines: rest ? [...lines, toRestLine(rest, left, times)] : lines, left };
  };
  /** The same lines of the period before, moved to the times of this one. */
  const askBefore = async (): Promise<ChartLine[]> => {
    const shift = whole(period.fromSeconds - period.before.fromSeconds, range.stepSeconds);
    const earlier = { ...range, fromSeconds: range.fromSeconds - shift, toSeconds: range.toSeconds - shift };
    const queries = queriesOf(metric, view.id, windowOf(range.stepSeconds));
    const answers = await Promise.all(queries.map(({ promql }) => queryRange(api, promql, earlier)));
    return toBeforeLines(answers, queries, { times, shift, title: period.before.title });
  };
  const askTogether = async () => {
    const answers = await ask();
    const lines = view.kind === 'heatmap' ? toHeatmap(answers[0]?.series ?? [], times) : toLines(answers, times);
    return { lines, left: 0 };
  };

  const { lines, left } = split === undefined ? await askTogether() : await askSplit(split);
  const before = compare && split === undefined && view.kind === 'lines' ? await askBefore() : [];
  const meaning = [viewMeaning(metric, view, split), pointMeaning(config.metricType, view, range.stepSeconds, isOver)];
  if (left > 0 && split !== undefined) meaning.push(restMeaning(metric, view, split));
  return {
    title: titleOf(config, view, split),
    meaning: meaning.join(' '),
    nowTitle: nowTitleOf(config.metricType, view, isOver),
    kind: view.kind,
    ...(hasWhole && { wholeTitle: period.title }),
    ...(config.metricType === 'histogram' && view.id === 'quantiles' && { buckets: config.buckets ?? [] }),
    times,
    lines: [...lines, ...before],
  };
}

const whole = (seconds: number, step: number) => Math.round(seconds / step) * step;
