import { type ApiKey, type GeneratedSiteCode, generateSiteCode, type SiteCodeOptions } from '../api/apiKeys.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loading } from '../components/emptyState.ts';
import { failureNote } from '../components/failureNote.ts';
import { siteTag } from '../components/siteTag.ts';
import { tagHostField } from '../components/tagHostField.ts';
import { limits } from '../contract.generated.ts';
import { type Child, element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
import { blockedPathNote } from './blockedPathNote.ts';
import type { PageContext } from './page.ts';

/**
 * The site tag of a key; `load` asks for it, and again for one that has changed. `more` stands below it, and asks for further forms with
 * the same options.
 */
export function siteTagBox(
  { api, signal }: Pick<PageContext, 'api' | 'signal'>,
  key: Pick<ApiKey, 'id' | 'apiKey' | 'keyName'>,
  more: (code: GeneratedSiteCode, options: SiteCodeOptions) => Child[],
): { readonly element: HTMLElement; readonly load: () => Promise<void> } {
  const box = element('div', 'site-tag');
  const host = tagHostField(() => void load());
  const load = async () => {
    const options = host.read() ? ({ host: 'page' } as const) : {};
    if (!box.hasChildNodes()) replaceChildren(box, loading('the site tag'));
    try {
      const [code, list] = await Promise.all([
        generateSiteCode(api, key.id, options),
        listMetricConfigs(api, limits.page.limit),
      ]);
      replaceChildren(box, siteTag(code, key, list.metricConfigs), ...more(code, options));
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The site tag', error, () => void load()),
        );
    }
  };
  return { element: element('div', 'site-tag', box, host.element, blockedPathNote(signal)), load };
}
