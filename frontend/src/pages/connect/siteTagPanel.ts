import type { ApiKey } from '../../api/apiKeys.ts';
import { fetchSiteTag } from '../../api/siteTag.ts';
import { failureNote } from '../../components/failureNote.ts';
import { noUsableKey } from '../../components/noUsableKey.ts';
import { panel } from '../../components/pageHead.ts';
import { siteGuide } from '../../components/siteGuide.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort } from '../../failure.ts';
import type { PageContext } from '../page.ts';
import { siteGuideBox } from '../siteGuideBox.ts';
import { siteTagBox } from '../siteTagBox.ts';

const TITLE = 'Site tag: one tag for your website';

/** What most websites need: one tag, where to paste it, and where its other forms are. */
export function siteTagPanel(context: PageContext, key: ApiKey | undefined): HTMLElement {
  if (key === undefined) return panel(TITLE, noUsableKey());
  const { element: box, load } = siteTagBox(context, key, () => [
    element(
      'p',
      'soft',
      'It has other forms: see its ',
      element('a', { attributes: { href: '#/keys' } }, 'API key'),
      '. A metric’s own page has a tag for that metric alone.',
    ),
  ]);
  void load();
  return panel(TITLE, box, element('h3', 'guide-title', 'Where to paste it'), guide(context, key));
}

function guide({ api }: PageContext, key: ApiKey): HTMLElement {
  const box = element('div', '');
  const load = async () => {
    try {
      replaceChildren(box, siteGuideBox(await fetchSiteTag(api, key.apiKey), siteGuide));
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The steps', error, () => void load()),
        );
    }
  };
  void load();
  return box;
}
