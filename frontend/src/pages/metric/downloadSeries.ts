import type { Api } from '../../api/client.ts';
import { fetchSeries, type MetricConfig, type SeriesPage } from '../../api/metricConfigs.ts';
import { downloadText } from '../../browser/download.ts';
import { csvName, toCsv } from '../../metric/csv.ts';
import { seriesRows } from '../../metric/seriesRows.ts';

/** As many as the API gives at once. */
const PAGE = 500;

/** Gives all label sets of a metric to the person as a file, with their numbers of today. */
export async function downloadSeries(api: Api, config: MetricConfig): Promise<void> {
  const series: SeriesPage['series'][number][] = [];
  let total = 0;
  do {
    const page = await fetchSeries(api, config.id, { limit: PAGE, offset: series.length });
    series.push(...page.series);
    total = page.series.length === 0 ? series.length : page.total;
  } while (series.length < total);
  const today = new Date().toISOString().slice(0, 10);
  downloadText(csvName(config.metricName, 'label_sets', today), toCsv(seriesRows(config, series)));
}
