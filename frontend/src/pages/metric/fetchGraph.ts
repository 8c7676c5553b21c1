import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { queryInstant, queryRange, queryTime } from '../../api/prometheus.ts';
import { type Answer, type ChartData, type RangeId, timeRange, timesOf, toHeatmap, toLines } from '../../chartData.ts';
import { nowTitleOf, pointMeaning } from '../../graphWords.ts';
import type { LineLooks } from '../../lineLooks.ts';
import { NOW_SECONDS, queriesOf, type View, windowOf } from '../../promql.ts';

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
): Promise<{ data: ChartData; left: number }> {
  const nowSeconds = await queryTime(api);
  const range = timeRange(rangeId, nowSeconds);
  const times = timesOf(range, nowSeconds);
  const currentQueries = queriesOf(config, view.id, split, NOW_SECONDS);
  const answers = await Promise.all(
    queriesOf(config, view.id, split, windowOf(range.stepSeconds)).map(
      async ({ promql, name }, index): Promise<Answer> => {
        const currentQuery = currentQueries[index]?.promql ?? promql;
        const end = queryInstant(api, promql, nowSeconds);
        const [steps, last, current] = await Promise.all([
          queryRange(api, promql, range),
          end,
          currentQuery === promql ? end : queryInstant(api, currentQuery, nowSeconds),
        ]);
        return { name, series: [...steps, ...last], current };
      },
    ),
  );
  const { lines, left } =
    view.kind === 'heatmap'
      ? { lines: toHeatmap(answers[0]?.series ?? [], times), left: 0 }
      : toLines(answers, split, times, looks);
  const title = `${config.name}, ${view.title.toLowerCase()}${split === undefined ? '' : ` by ${split}`}`;
  return {
    data: {
      title,
      unit: view.unit,
      meaning: pointMeaning(config.metricType, view, range.stepSeconds),
      nowTitle: nowTitleOf(config.metricType, view),
      kind: view.kind,
      times,
      lines,
    },
    left,
  };
}
