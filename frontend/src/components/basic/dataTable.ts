import { type Child, element } from '../../dom.ts';

/** A table that scrolls sideways by itself; `numeric` columns are set flush right. */
export function dataTable(options: {
  caption: string;
  columns: readonly { title: string; numeric?: boolean }[];
  rows: readonly (readonly Child[])[];
}): HTMLElement {
  const cell = (index: number) => (options.columns[index]?.numeric === true ? 'number' : '');
  return element(
    'div',
    { className: 'table-box', attributes: { tabindex: '0', role: 'region', 'aria-label': options.caption } },
    element(
      'table',
      '',
      element('caption', 'unseen', options.caption),
      element(
        'thead',
        '',
        element(
          'tr',
          '',
          ...options.columns.map(({ title }, index) =>
            element('th', { className: cell(index), attributes: { scope: 'col' } }, title),
          ),
        ),
      ),
      element(
        'tbody',
        '',
        ...options.rows.map((row) =>
          element('tr', '', ...row.map((child, index) => element('td', cell(index), child))),
        ),
      ),
    ),
  );
}
