import { deleteMetricConfig, fetchMetricConfig, fetchStats, type MetricConfig } from '../api/metricConfigs.ts';
import { poll } from '../browser/poll.ts';
import { button, linkButton } from '../components/basic/button.ts';
import { loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { statePill } from '../components/basic/pill.ts';
import { statTile } from '../components/basic/statTile.ts';
import { toast } from '../components/basic/toast.ts';
import { confirmDialog } from '../components/forms/confirmDialog.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
import { formatAgo, formatNumber, formatTime } from '../format.ts';
import { headlineOf } from '../metric/headline.ts';
import { metricStateOf } from '../metric/metricState.ts';
import { codeSection } from './metric/codeSection.ts';
import { graphSection } from './metric/graphSection.ts';
import { openMetricInGrafana } from './metric/openInGrafana.ts';
import { refusalSection } from './metric/refusalSection.ts';
import { seriesSection } from './metric/seriesSection.ts';
import type { MakePage, PageContext } from './page.ts';

/** One metric: its live numbers, its graph, its series, the code that feeds it, and what was refused. */
export const metricPage: MakePage = (context) => {
  const { api, param, setTitle } = context;
  const body = element('div', 'page', loading('the metric'));
  const load = async () => {
    try {
      const config = await fetchMetricConfig(api, param('id'));
      setTitle(config.name);
      replaceChildren(
        body,
        head(context, config),
        live(context, config),
        graphSection(context, config),
        seriesSection(context, config),
        panel('Code', codeSection(context, config)),
        refusalSection(context, config),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('The metric', error, () => void load()),
        );
    }
  };
  void load();
  return { title: 'Metric', element: body };
};

function head(context: PageContext, config: MetricConfig): HTMLElement {
  return pageHead({
    title: config.name,
    back: { href: '#/metrics', text: 'Metrics' },
    text: element(
      'span',
      '',
      element('code', '', config.exportedName),
      ` · ${config.metricType}`,
      config.description === null ? undefined : ` · ${config.description}`,
    ),
    actions: [
      openMetricInGrafana(context, config),
      linkButton('Edit', `#/metrics/${config.id}/edit`, { icon: 'edit' }),
      button('Delete', () => askToDelete(context, config), { kind: 'danger', icon: 'trash' }),
    ],
  });
}

function askToDelete({ api, go }: PageContext, config: MetricConfig): void {
  confirmDialog({
    title: 'Delete this metric?',
    text: [
      `${config.name} takes no more samples at once, and its totals are removed. What Prometheus has stored ends with its retention.`,
    ],
    typed: config.name,
    action: 'Delete metric',
    onConfirm: async () => {
      await deleteMetricConfig(api, config.id);
      toast(`${config.name} is deleted.`);
      go('/metrics', { replace: true });
    },
  });
}

/** Straight from Postgres every two seconds: ahead of the graph. */
function live({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const total = statTile(headlineOf(config.metricType, { total: 0, series: 0 }).title);
  const series = statTile('Series');
  const last = statTile('Last sample');
  const state = element('dd', 'tile-state');
  const stateTile = element('div', 'tile', element('dt', '', 'State'), state);
  const problem = element('div', { attributes: { 'aria-live': 'polite' } });
  let shown = '';
  poll(
    async () => {
      try {
        const stats = await fetchStats(api, config.id);
        const { title, value, note } = headlineOf(config.metricType, stats);
        total.set(formatNumber(value), note, title);
        series.set(formatNumber(stats.series), `of ${formatNumber(config.maxSeries)}`);
        last.set(
          stats.lastSampleAt === null ? 'none yet' : formatAgo(stats.lastSampleAt, Date.now()),
          stats.lastSampleAt === null ? '' : formatTime(stats.lastSampleAt),
        );
        const now = metricStateOf(config, stats, Date.now());
        if (now === shown) return;
        shown = now;
        replaceChildren(state, statePill(now));
        replaceChildren(problem, stats.overflowing ? overLimit(config) : undefined);
      } catch (error) {
        shown = 'unknown';
        throw error;
      }
    },
    2_000,
    signal,
  );
  return element('div', '', element('dl', 'tiles', total.element, series.element, last.element, stateTile), problem);
}

const MOST_SERIES = 20_000;

function overLimit({ id, maxSeries }: MetricConfig): HTMLElement {
  const link = (href: string, text: string) => element('a', { attributes: { href } }, text);
  return notice(
    'warn',
    element('strong', '', 'Over its series limit. '),
    'New label sets are counted together in one series with overflow="true": totals stay right. What you can do: ',
    ...(maxSeries < MOST_SERIES
      ? [link(`#/metrics/${id}/edit`, 'raise the series limit'), ' under “Description and limits”; or ']
      : []),
    'send fewer different values of the label that has the most (the list of series below counts them). Labels of a metric with data stay; ',
    link('#/metrics/new', 'a new metric'),
    ' can do without one.',
  );
}
