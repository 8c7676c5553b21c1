import { element, replaceChildren } from '../../dom.ts';
import { brand } from '../basic/brand.ts';
import { type IconName, icon } from '../basic/icon.ts';
import { connectionNotice } from './connectionNotice.ts';

export interface Shell {
  readonly element: HTMLElement;
  /** Puts a page between navigation and foot, and the focus on its heading unless it is the first page. */
  show(page: HTMLElement, path: string, isMember: boolean): void;
  /** Puts a message above this page and all that follow. Gives back what takes it away. */
  warn(message: HTMLElement): () => void;
  /** Tells screen readers which page this is now. */
  announce(title: string): void;
}

const LINKS: readonly (readonly [path: string, text: string, icon: IconName])[] = [
  ['/metrics', 'Metrics', 'metrics'],
  ['/explore', 'Explore', 'explore'],
  ['/keys', 'API keys', 'keys'],
  ['/connect', 'Connect', 'connect'],
  ['/status', 'Status', 'status'],
  ['/account', 'Account', 'account'],
];

/** What stays while pages change: the navigation, and the place of the page. */
export function createShell(): Shell {
  const links = LINKS.map(([path, text, name]) =>
    element('a', { className: 'nav-link', attributes: { href: `#${path}` } }, icon(name), element('span', '', text)),
  );
  const bar = element(
    'header',
    'bar',
    element('a', { className: 'home', attributes: { href: '#/metrics' } }, brand()),
    element('nav', { attributes: { 'aria-label': 'Main' } }, ...links),
  );
  const main = element('main', { attributes: { id: 'content', tabindex: '-1' } });
  const announcement = element('p', { className: 'unseen', attributes: { 'aria-live': 'polite' } });
  const warnings = element('div', 'page-warnings');
  const connection = connectionNotice((isOld) => shell.classList.toggle('with-old-numbers', isOld));
  let isFirst = true;
  const shell = element('div', 'shell', bar, main, announcement);
  skipLink()?.addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });

  return {
    element: shell,
    show(page, path, isMember) {
      bar.hidden = !isMember;
      shell.classList.toggle('with-bar', isMember);
      for (const [index, link] of links.entries()) {
        if (path.startsWith(LINKS[index]?.[0] ?? '-')) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      replaceChildren(main, connection, warnings, page);
      if (!isFirst) {
        scrollTo(0, 0);
        const heading = main.querySelector('h1');
        if (!main.contains(document.activeElement)) (heading ?? main).focus({ preventScroll: true });
      }
      isFirst = false;
    },
    warn(message) {
      const warning = element('div', 'page-warning', message);
      warnings.append(warning);
      return () => warning.remove();
    },
    announce(title) {
      if (!isFirst) announcement.textContent = title;
    },
  };
}

/** Its `#content` would be a page's address here. */
function skipLink(): Element | null {
  return document.querySelector('.skip');
}
