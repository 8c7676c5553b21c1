import type { SiteTag } from '../api/siteTag.ts';
import { loading } from '../components/basic/emptyState.ts';
import { notice } from '../components/basic/notice.ts';
import { element, replaceChildren } from '../dom.ts';
import type { SiteGuides } from '../examples/guides/siteGuides.ts';
import { loadSiteGuides } from '../examples/siteGuides.ts';

/** A place for steps: they are fetched, and shown by `show`. */
export function siteGuideBox(site: SiteTag, show: (guides: SiteGuides) => Node): HTMLElement {
  const box = element('div', '', loading('the steps'));
  loadSiteGuides(site).then(
    (guides) => replaceChildren(box, show(guides)),
    () =>
      replaceChildren(
        box,
        notice('bad', 'The steps could not be loaded. Reload the page; the tag works without them.'),
      ),
  );
  return box;
}
