import { element } from '../../dom.ts';
import { columnTitle, MAX_ROWS, type ResultTable, toCsv } from '../../explore/resultTable.ts';
import { formatCount, formatNumber } from '../../format.ts';
import { button } from '../basic/button.ts';
import { dataTable } from '../basic/dataTable.ts';

/** The numbers of now, one row for each series, and a way to take all of them along. */
export function resultTable(table: ResultTable): HTMLElement {
  const { labels, rows } = table;
  const shown = rows.slice(0, MAX_ROWS);
  const count = formatCount(rows.length, 'row');
  const text = rows.length > MAX_ROWS ? `${count}; the first ${formatCount(MAX_ROWS, 'row')} are shown.` : `${count}.`;
  return element(
    'div',
    'result-table',
    element(
      'div',
      'result-head',
      element('p', 'soft', text),
      button('Download CSV', () => download(toCsv(table)), { icon: 'download' }),
    ),
    dataTable({
      caption: 'The result of the query now',
      columns: [...labels.map((label) => ({ title: columnTitle(label) })), { title: 'Value', numeric: true }],
      rows: shown.map((row) => [...row.labels, formatNumber(row.value)]),
    }),
  );
}

function download(csv: string): void {
  const href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  element('a', { attributes: { href, download: 'query.csv' } }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1_000);
}
