import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { queryInstant, queryRange, queryTime } from '../../api/prometheus.ts';
import {
  type Answer,
  type ChartData,
  type ChartLine,
  MAX_LINES,
  rank,
  toHeatmap,
  toLines,
  toRestLine,
  toSplitLines,
} from '../../graph/chartData.ts';
import { hasWholeNumber, nowTitleOf, pointMeaning, restMeaning, viewMeaning } from '../../graph/graphWords.ts';
import type { LineLooks } from '../../graph/lineLooks.ts';
import { NOW_SECONDS, type Part, queriesOf, rankingQuery, windowOf } from '../../graph/promql.ts';
import { type RangeId, ranges, timeRange, timesOf } from '../../graph/timeRange.ts';
import type { View } from '../../graph/views.ts';

/** What a person has chosen to see. */
export interface GraphChoice {
  readonly view: View;
  /** A declared label, or undefined for all series together. */
  readonly split: string | undefined;
  readonly range: RangeId;
}

/**
 * Asks Prometheus for a graph that ends now: whole steps, the step that ends now, and the numbers of the last minute.
 * @throws ApiError of status 503 when there is no Prometheus
 */
export async function fetchGraph(
  api: Api,
  config: MetricConfig,
  { view, split, range: rangeId }: GraphChoice,
  looks: LineLooks,
): Promise<ChartData> {
  const nowSeconds = await queryTime(api);
  const range = timeRange(rangeId, nowSeconds);
  const times = timesOf(range, nowSeconds);
  const { title: rangeTitle, seconds: rangeSeconds } = ranges.find(({ id }) => id === rangeId) ?? ranges[1];
  const hasWhole = hasWholeNumber(config.metricType, view);

  const ask = async (part?: Part): Promise<Answer[]> => {
    const currentQueries = queriesOf(config, view.id, NOW_SECONDS, part);
    const wholeQueries = hasWhole ? queriesOf(config, view.id, rangeSeconds, part) : [];
    const queries = queriesOf(config, view.id, windowOf(range.stepSeconds), part);
    return Promise.all(
      queries.map(async ({ promql, name }, index) => {
        const currentQuery = currentQueries[index]?.promql ?? promql;
        const end = queryInstant(api, promql, nowSeconds);
        const wholeQuery = wholeQueries[index]?.promql;
        const [steps, last, current, whole] = await Promise.all([
          queryRange(api, promql, range),
          end,
          currentQuery === promql ? end : queryInstant(api, currentQuery, nowSeconds),
          wholeQuery === undefined ? undefined : queryInstant(api, wholeQuery, nowSeconds),
        ]);
        return { name, series: [...steps, ...last], current, whole };
      }),
    );
  };
  /** The values with the most, and one line for all others. */
  const askSplit = async (label: string): Promise<{ lines: ChartLine[]; left: number }> => {
    const query = rankingQuery(config, view.id, label, rangeSeconds);
    const ranked = rank(await queryInstant(api, query, nowSeconds), label);
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
  const askTogether = async () => {
    const answers = await ask();
    const lines = view.kind === 'heatmap' ? toHeatmap(answers[0]?.series ?? [], times) : toLines(answers, times);
    return { lines, left: 0 };
  };

  const { lines, left } = split === undefined ? await askTogether() : await askSplit(split);
  const meaning = [viewMeaning(config, view, split), pointMeaning(config.metricType, view, range.stepSeconds)];
  if (left > 0 && split !== undefined) meaning.push(restMeaning(config, view, split));
  return {
    title: `${config.name}, ${view.title.toLowerCase()}${split === undefined ? '' : ` by ${split}`}`,
    meaning: meaning.join(' '),
    nowTitle: nowTitleOf(config.metricType, view),
    kind: view.kind,
    ...(hasWhole && { wholeTitle: `last ${rangeTitle}` }),
    ...(config.metricType === 'histogram' && view.id === 'quantiles' && { buckets: config.buckets ?? [] }),
    times,
    lines,
  };
}
