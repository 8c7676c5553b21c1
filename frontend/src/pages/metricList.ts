import { fetchListedStats, listMetricConfigs, type MetricConfig } from '../api/metricConfigs.ts';
import { queryRange, queryTime } from '../api/prometheus.ts';
import { fetchUnknownNames } from '../api/rejections.ts';
import { poll } from '../browser/poll.ts';
import { button, linkButton } from '../components/basic/button.ts';
import { emptyState, loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { type MetricRow, metricRow } from '../components/metric/metricRow.ts';
import { unknownNameList } from '../components/metric/unknownNameList.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort, isWithoutPrometheus } from '../failure.ts';
import { formatCount } from '../format.ts';
import { sparklineName, sparklineQuery } from '../graph/promql.ts';
import type { MakePage } from './page.ts';

/** As many as an account can have. */
const PAGE = 500;
const STATS_MS = 2_000;
const SPARK_SECONDS = 3_600;
const SPARK_STEP = 120;

/**
 * All metrics with their live totals; sparklines are the last hour by Prometheus's clock, or what was seen here when there is no
 * Prometheus. Below them the names that samples had and no metric has.
 */
export const metricListPage: MakePage = ({ api, signal }) => {
  const list = element('ul', { className: 'metric-rows', attributes: { role: 'list' } });
  const body = element('div', '', loading('your metrics'));
  const note = element('div', '');
  const unknown = element('div', '');
  const count = element('span', '');
  const rows: { config: MetricConfig; row: MetricRow }[] = [];
  let total = 0;
  let polls: { now: () => void }[] | undefined;

  const refreshStats = async () => {
    if (rows.length === 0) return;
    const stats = await fetchListedStats(api, rows.length);
    for (const { config, row } of rows) {
      const own = stats.get(config.id);
      if (own) row.showStats(own, Date.now());
      else row.element.remove();
    }
  };
  const refreshSparklines = async () => {
    if (rows.length === 0) return;
    try {
      const toSeconds = await queryTime(api);
      const range = { fromSeconds: toSeconds - SPARK_SECONDS, toSeconds, stepSeconds: SPARK_STEP };
      const series = await queryRange(api, sparklineQuery(rows.map(({ config }) => config)), range);
      for (const { config, row } of rows) {
        const own = series.find(({ labels }) => labels.__name__ === sparklineName(config));
        row.showHistory(own?.points.map(([, value]) => value) ?? []);
      }
      replaceChildren(note);
    } catch (error) {
      if (!isWithoutPrometheus(error)) throw error;
      for (const { row } of rows) row.showHistory(undefined);
      replaceChildren(
        note,
        notice(
          'info',
          'Prometheus does not answer right now. Totals are live all the same. Lines show what this page has seen in the last minute or so; the last hour comes back by itself when Prometheus answers.',
        ),
      );
    }
  };
  const load = async () => {
    try {
      const page = await listMetricConfigs(api, PAGE, rows.length);
      total = page.total;
      for (const config of page.metricConfigs) {
        const row = metricRow(config);
        rows.push({ config, row });
        list.append(row.element);
      }
      show();
      polls ??= [poll(refreshStats, STATS_MS, signal), poll(refreshSparklines, 30_000, signal)];
      for (const { now } of polls) now();
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('Your metrics', error, () => void load()),
        );
    }
  };
  const show = () => {
    count.textContent = total === 0 ? '' : formatCount(total, 'metric');
    if (total === 0) {
      replaceChildren(
        body,
        emptyState(
          'Nothing is measured yet',
          'A metric is a name, a type and the labels that samples may carry. Templates make the usual ones.',
          linkButton('First minutes', '#/welcome', { kind: 'primary' }),
          linkButton('New metric', '#/metrics/new', { icon: 'plus' }),
        ),
      );
      return;
    }
    const more = button(`Show more (${total - rows.length})`, () => void load());
    replaceChildren(body, list, rows.length < total ? element('div', 'actions', more) : undefined);
  };
  const refreshUnknown = async () => {
    const { names, others } = await fetchUnknownNames(api);
    const shown = names.length === 0 ? undefined : unknownPanel(unknownNameList(names, others, Date.now()));
    // What has the focus stays: a link that is replaced while somebody is at it would be lost.
    if (!unknown.contains(document.activeElement)) replaceChildren(unknown, shown);
  };
  poll(refreshUnknown, 10_000, signal);
  void load();

  return {
    title: 'Metrics',
    element: element(
      'div',
      'page',
      pageHead({
        title: 'Metrics',
        text: count,
        actions: [linkButton('New metric', '#/metrics/new', { kind: 'primary', icon: 'plus' })],
      }),
      note,
      body,
      unknown,
    ),
  };
};

function unknownPanel(list: HTMLElement): HTMLElement {
  return panel(
    'Names that no metric has',
    element('p', 'soft', 'Samples of these names are refused. Correct the name in your code, or create the metric.'),
    list,
  );
}
