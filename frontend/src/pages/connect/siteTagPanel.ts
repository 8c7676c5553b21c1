import type { ApiKey } from '../../api/apiKeys.ts';
import { link } from '../../components/basic/link.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { noUsableKey } from '../../components/keys/noUsableKey.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';
import { siteTagBox } from '../siteTagBox.ts';

const TITLE = 'Site tag: one tag for your website';

/** What most websites need: one tag, and where its other forms are. */
export function siteTagPanel(context: PageContext, key: ApiKey | undefined): HTMLElement {
  if (key === undefined) return panel(TITLE, noUsableKey());
  const { element: box, load } = siteTagBox(context, key, () => [
    element(
      'p',
      'soft',
      'It has other forms: see its ',
      link('API key', '#/keys'),
      '. A metric’s own page has a tag for that metric alone.',
    ),
  ]);
  void load();
  return panel(TITLE, box);
}
