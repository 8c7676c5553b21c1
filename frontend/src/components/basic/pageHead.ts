import { type Child, element } from '../../dom.ts';

/** The heading of a page, what it is about, and what can be done with it. */
export function pageHead(options: {
  title: Child;
  text?: Child;
  back?: { href: string; text: string };
  actions?: Child[];
}) {
  return element(
    'div',
    'page-head',
    element(
      'div',
      'page-title',
      options.back &&
        element('a', { className: 'back', attributes: { href: options.back.href } }, `← ${options.back.text}`),
      element('h1', { attributes: { tabindex: '-1' } }, options.title),
      options.text === undefined ? undefined : element('p', 'page-text', options.text),
    ),
    options.actions && element('div', 'actions', ...options.actions),
  );
}

/** A titled part of a page. */
export function panel(title: string, ...children: Child[]): HTMLElement {
  return element(
    'section',
    { className: 'panel', attributes: { 'aria-label': title } },
    element('h2', '', title),
    ...children,
  );
}
