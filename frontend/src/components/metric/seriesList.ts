import type { MetricConfig, SeriesPage } from '../../api/metricConfigs.ts';
import { type Child, element } from '../../dom.ts';
import { formatAgo, formatCount, formatNumber } from '../../format.ts';
import { button } from '../basic/button.ts';
import { dataTable } from '../basic/dataTable.ts';
import { pill } from '../basic/pill.ts';

export interface Pager {
  /** Of the first series that is shown. */
  readonly offset: number;
  readonly pageSize: number;
  /** Goes by so many pages, back when negative. */
  readonly turn: (pages: number) => void;
}

/** The series of a metric, a page at a time, with how many values each label has. */
export function seriesList(config: MetricConfig, page: SeriesPage, pager: Pager): Child[] {
  if (page.total === 0) return [element('p', 'soft', 'None yet: the first sample makes the first one.')];
  return [
    element('p', 'soft', countsOf(page)),
    tableOf(config, page),
    page.total > pager.pageSize ? pagerOf(page, pager) : undefined,
  ];
}

function pagerOf({ total, series }: SeriesPage, { offset, pageSize, turn }: Pager): HTMLElement {
  const previous = button('Previous', () => turn(-1));
  previous.disabled = offset === 0;
  const next = button('Next', () => turn(1));
  next.disabled = offset + pageSize >= total;
  return element('div', 'pager', previous, `${offset + 1} – ${offset + series.length} of ${total}`, next);
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
