import { type ApiKey, type GeneratedSiteCode, generateSiteCode } from '../api/apiKeys.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { siteTag } from '../components/keys/siteTag.ts';
import { limits } from '../contract.generated.ts';
import { type Child, element } from '../dom.ts';
import type { PageContext } from './page.ts';

/** The site tag of a key; `load` asks for it, and again for one that has changed. `more` stands below it. */
export function siteTagBox(
  { api, signal }: Pick<PageContext, 'api' | 'signal'>,
  key: Pick<ApiKey, 'id' | 'keyName'>,
  more: (code: GeneratedSiteCode) => Child[],
): { readonly element: HTMLElement; readonly load: () => Promise<void> } {
  const box = element('div', 'site-tag');
  const { load } = loadInto(box, {
    what: 'the site tag',
    signal,
    load: () => Promise.all([generateSiteCode(api, key.id), listMetricConfigs(api, limits.page.limit)]),
    show: ([code, list]) => [siteTag(code, key.keyName, list.metricConfigs), ...more(code)],
  });
  return { element: box, load };
}
