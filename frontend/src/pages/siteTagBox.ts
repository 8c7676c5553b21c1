import { type ApiKey, type GeneratedSiteCode, generateSiteCode } from '../api/apiKeys.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { siteTag } from '../components/keys/siteTag.ts';
import { limits } from '../contract.generated.ts';
import { type Child, element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
import type { PageContext } from './page.ts';

/** The site tag of a key; `load` asks for it, and again for one that has changed. `more` stands below it. */
export function siteTagBox(
  { api }: Pick<PageContext, 'api'>,
  key: Pick<ApiKey, 'id' | 'keyName'>,
  more: (code: GeneratedSiteCode) => Child[],
): { readonly element: HTMLElement; readonly load: () => Promise<void> } {
  const box = element('div', 'site-tag');
  const load = async () => {
    if (!box.hasChildNodes()) replaceChildren(box, loading('the site tag'));
    try {
      const [code, list] = await Promise.all([
        generateSiteCode(api, key.id),
        listMetricConfigs(api, limits.page.limit),
      ]);
      replaceChildren(box, siteTag(code, key.keyName, list.metricConfigs), ...more(code));
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The site tag', error, () => void load()),
        );
    }
  };
  return { element: box, load };
}
