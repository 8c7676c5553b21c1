import { element } from '../../dom.ts';
import { formatTime } from '../../format.ts';
import { type ChartData, formatValue } from '../../graph/chartData.ts';
import { tableIndices } from '../../graph/tableTimes.ts';
import { button } from '../basic/button.ts';
import { dataTable } from '../basic/dataTable.ts';

/** The numbers of a graph for those who do not see it, the newest first: about a dozen round moments, and now; every bar. */
export function chartTable(data: ChartData, onDownload?: () => void): HTMLDetailsElement {
  return element(
    'details',
    'chart-numbers',
    element('summary', '', 'Numbers as a table'),
    dataTable({
      caption: data.title,
      columns: [{ title: 'Time' }, ...data.lines.map(({ name }) => ({ title: name, numeric: true }))],
      rows: rowsOf(data)
        .reverse()
        .map((index) => [
          formatTime(new Date((data.times[index] ?? 0) * 1000).toISOString()),
          ...data.lines.map(({ values }) => formatValue(values[index], data)),
        ]),
    }),
    onDownload && button('Download as CSV', onDownload, { icon: 'download', kind: 'quiet' }),
  );
}

function rowsOf({ kind, times }: ChartData): number[] {
  return kind === 'bars' ? times.map((_, index) => index) : tableIndices(times);
}
