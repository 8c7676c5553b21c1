import { fetchSeries, type MetricConfig, type SeriesPage } from '../../api/metricConfigs.ts';
import { poll } from '../../browser/poll.ts';
import { button } from '../../components/basic/button.ts';
import { dataTable } from '../../components/basic/dataTable.ts';
import { loading } from '../../components/basic/emptyState.ts';
import { failureNote } from '../../components/basic/failureNote.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { pill } from '../../components/basic/pill.ts';
import { type Child, element, replaceChildren } from '../../dom.ts';
import { isAbort } from '../../failure.ts';
import { formatAgo, formatCount, formatNumber } from '../../format.ts';
import type { PageContext } from '../page.ts';

const PAGE = 25;
const REFRESH_MS = 10_000;

/** Every series with its labels and its numbers, straight from Postgres. */
export function seriesSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const body = element('div', '', loading('its series'));
  let offset = 0;
  let isShown = false;
  const load = async () => {
    try {
      const page = await fetchSeries(api, config.id, { limit: PAGE, offset });
      if (body.contains(document.activeElement) && document.activeElement?.tagName === 'BUTTON') {
        const label = document.activeElement.textContent;
        show(page);
        [...body.querySelectorAll('button')].find((one) => one.textContent === label && !one.disabled)?.focus();
      } else show(page);
      isShown = true;
    } catch (error) {
      if (isAbort(error)) return;
      if (!isShown)
        replaceChildren(
          body,
          failureNote('The series', error, () => timer.now()),
        );
      throw error;
    }
  };
  const show = (page: SeriesPage) => {
    if (page.total === 0) {
      replaceChildren(body, element('p', 'soft', 'None yet: the first sample makes the first one.'));
      return;
    }
    const step = (by: number) => () => {
      offset = Math.max(0, offset + by);
      timer.now();
    };
    const previous = button('Previous', step(-PAGE));
    previous.disabled = offset === 0;
    const next = button('Next', step(PAGE));
    next.disabled = offset + PAGE >= page.total;
    replaceChildren(
      body,
      element('p', 'soft', countsOf(page)),
      tableOf(config, page),
      page.total > PAGE
        ? element('div', 'pager', previous, `${offset + 1} – ${offset + page.series.length} of ${page.total}`, next)
        : undefined,
    );
  };
  const timer = poll(load, REFRESH_MS, signal);
  return panel('Series', body);
}

function countsOf({ total, labels }: SeriesPage): string {
  const values = labels.map(({ name, values }) => `${name}: ${formatCount(values, 'value')}`);
  return [formatCount(total, 'label set'), ...values].join(' · ');
}

function tableOf(config: MetricConfig, { series }: SeriesPage): HTMLElement {
  const names = Object.keys(config.labels);
  const isDistribution = config.metricType === 'histogram' || config.metricType === 'summary';
  const numbers = isDistribution ? ['Count', 'Sum', 'Average'] : ['Value'];
  const now = Date.now();
  return dataTable({
    caption: `Series of ${config.name}`,
    columns: [
      ...(names.length === 0 ? [{ title: 'Series' }] : names.map((title) => ({ title }))),
      ...numbers.map((title) => ({ title, numeric: true })),
      { title: 'Last sample', numeric: true },
    ],
    rows: series.map(({ labels, value, count = 0, sum = 0, lastSampleAt, isOverflow }) => {
      const labelCells: Child[] = names.map((name) => labels[name] ?? element('span', 'soft', '–'));
      if (names.length === 0) labelCells.push('all samples');
      if (isOverflow) labelCells[0] = pill('warn', 'past the limit');
      const values = isDistribution ? [count, sum, count > 0 ? sum / count : Number.NaN] : [value ?? 0];
      return [...labelCells, ...values.map(formatNumber), lastSampleAt === null ? '–' : formatAgo(lastSampleAt, now)];
    }),
  });
}
