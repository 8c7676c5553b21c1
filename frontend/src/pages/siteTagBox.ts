import { type ApiKey, type GeneratedSiteCode, generateSiteCode, type SiteCodeOptions } from '../api/apiKeys.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { siteTag } from '../components/keys/siteTag.ts';
import { tagHostField } from '../components/keys/tagHostField.ts';
import { limits } from '../contract.generated.ts';
import { type Child, element } from '../dom.ts';
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
  const { load } = loadInto(box, {
    what: 'the site tag',
    signal,
    async load() {
      const options: SiteCodeOptions = host.read() ? { host: 'page' } : {};
      const [code, { metricConfigs }] = await Promise.all([
        generateSiteCode(api, key.id, options),
        listMetricConfigs(api, limits.page.limit),
      ]);
      return { code, metricConfigs, options };
    },
    show: ({ code, metricConfigs, options }) => [siteTag(code, key, metricConfigs), ...more(code, options)],
  });
  return { element: element('div', 'site-tag', box, host.element, blockedPathNote(signal)), load };
}
