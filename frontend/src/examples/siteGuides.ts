import type { SiteAddresses } from './guides/guide.ts';
import type { SiteGuides } from './guides/siteGuides.ts';
import { makeSnippet } from './snippet.ts';

/** The steps for a site tag. They are fetched: most people never look at them. */
export async function loadSiteGuides(site: SiteAddresses): Promise<SiteGuides> {
  const { siteGuides } = await import('./guides/siteGuides.ts');
  return siteGuides(site, makeSnippet);
}
