import { type ChartData, formatValue } from '../chartData.ts';
import { element } from '../dom.ts';
import { formatTime } from '../format.ts';
import { dataTable } from './dataTable.ts';

const MAX_ROWS = 12;

/** The numbers of a graph for those who do not see it: up to a dozen moments, the last one always. */
export function chartTable(data: ChartData): HTMLDetailsElement {
  const every = Math.max(1, Math.ceil(data.times.length / MAX_ROWS));
  const last = data.times.length - 1;
  const indices = data.times.map((_, index) => index).filter((index) => (last - index) % every === 0);
  return element(
    'details',
    'chart-numbers',
    element('summary', '', 'Numbers as a table'),
    dataTable({
      caption: data.title,
      columns: [{ title: 'Time' }, ...data.lines.map(({ name }) => ({ title: name, numeric: true }))],
      rows: indices
        .reverse()
        .map((index) => [
          formatTime(new Date((data.times[index] ?? 0) * 1000).toISOString()),
          ...data.lines.map(({ values }) => formatValue(values[index], data)),
        ]),
    }),
  );
}
