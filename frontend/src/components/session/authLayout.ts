import { type Child, element } from '../../dom.ts';
import { brand, wave } from '../basic/brand.ts';
import { icon } from '../basic/icon.ts';

/** The two halves of the pages before sign-in: what this is, and the form. */
export function authLayout(title: string, ...content: Child[]): HTMLElement {
  return element(
    'div',
    'auth',
    element(
      'div',
      'auth-promise hero',
      wave(),
      element(
        'div',
        'auth-text',
        brand(),
        element('p', 'auth-claim', 'From your website to a graph in two minutes'),
        element('ul', '', ...PROMISES.map((text) => element('li', '', icon('check'), text))),
      ),
    ),
    element('div', 'auth-form', element('h1', { attributes: { tabindex: '-1' } }, title), ...content),
  );
}

const PROMISES = [
  'One script tag, or one line of curl',
  'Every sample counts exactly once',
  'Your numbers in your own Prometheus and Grafana',
];
