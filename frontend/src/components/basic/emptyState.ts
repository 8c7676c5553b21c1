import { type Child, drawing, element } from '../../dom.ts';

/** What stands where nothing is yet: why, and what to do. */
export function emptyState(title: string, text: string, ...actions: Child[]): HTMLElement {
  return element(
    'div',
    'empty',
    drawing('empty-mark', '0 0 120 48', { d: 'M4 40h20l10-8 14 4 12-18 16 10 12-20 10 6 18-8' }),
    element('h2', '', title),
    element('p', '', text),
    actions.length > 0 ? element('div', 'actions', ...actions) : undefined,
  );
}

/** What stands while something loads. */
export function loading(what: string): HTMLElement {
  return element(
    'div',
    { className: 'loading', attributes: { role: 'status' } },
    element('span', { className: 'spinner', attributes: { 'aria-hidden': 'true' } }),
    `Loading ${what} …`,
  );
}
