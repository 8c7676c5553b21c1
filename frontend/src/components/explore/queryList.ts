import { element } from '../../dom.ts';

/** Queries to choose from: each is a button that runs it. */
export function queryList(
  label: string,
  queries: readonly { readonly title?: string; readonly query: string }[],
  onChoose: (query: string) => void,
): HTMLElement {
  return element(
    'ul',
    { className: 'query-list', attributes: { role: 'list', 'aria-label': label } },
    ...queries.map(({ title, query }) =>
      element(
        'li',
        '',
        element(
          'button',
          { className: 'query-choice', attributes: { type: 'button' }, on: { click: () => onChoose(query) } },
          title === undefined ? undefined : element('span', 'query-title', title),
          element('code', '', query),
        ),
      ),
    ),
  );
}
