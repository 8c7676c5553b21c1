import type { Api } from './client.ts';
import { siteTag } from './contract.generated.ts';

export type { SiteTag } from './contract.generated.ts';

/** The site tag of a key, for anybody. Any id that looks like one has a tag: whether it works shows when it is used. */
export const fetchSiteTag = (api: Api, apiKey: string) =>
  api.call({ path: `/client/site-tag?key=${encodeURIComponent(apiKey)}`, answer: siteTag });
