import type { ApiKey } from '../../api/apiKeys.ts';
import { fetchSiteTag } from '../../api/siteTag.ts';
import { link } from '../../components/basic/link.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { noUsableKey } from '../../components/keys/noUsableKey.ts';
import { siteGuide } from '../../components/keys/siteGuide.ts';
import { element } from '../../dom.ts';
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
      link('API key', '#/keys'),
      '. A metric’s own page has a tag for that metric alone.',
    ),
  ]);
  void load();
  return panel(TITLE, box, element('h3', 'guide-title', 'Where to paste it'), guide(context, key));
}

function guide({ api, signal }: PageContext, key: ApiKey): HTMLElement {
  const box = element('div', '');
  const { load } = loadInto(box, {
    what: 'the steps',
    signal,
    load: () => fetchSiteTag(api, key.apiKey),
    show: (site) => [siteGuideBox(site, siteGuide)],
  });
  void load();
  return box;
}
