import { linkButton } from '../components/basic/button.ts';
import { emptyState } from '../components/basic/emptyState.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { element } from '../dom.ts';
import type { MakePage } from './page.ts';

export const notFoundPage: MakePage = () => ({
  title: 'No such page',
  element: element(
    'div',
    'page',
    pageHead({ title: 'No such page' }),
    emptyState(
      'Nothing is at this address',
      'The link is old, or has a typing error.',
      linkButton('To your metrics', '#/metrics'),
    ),
  ),
});
