import { element } from '../../dom.ts';
import type { SiteGuides } from '../../examples/guides/siteGuides.ts';
import { tabs } from '../basic/tabs.ts';
import { guideSteps } from './guideSteps.ts';

/** Where to paste a site tag: a tab for each kind of website. */
export function pasteTabs({ platforms }: Pick<SiteGuides, 'platforms'>): HTMLElement {
  return element(
    'div',
    'paste-tabs',
    tabs(
      'What the website is made with',
      platforms.map((guide) => ({ title: guide.title, content: guideSteps(guide) })),
    ),
  );
}

/** The same with what else there is to know, which is closed. */
export function siteGuide(guides: SiteGuides): HTMLElement {
  const { check, policy, events } = guides;
  return element(
    'div',
    'site-guide',
    pasteTabs(guides),
    ...[check, policy, events].map((guide) =>
      element('details', 'more', element('summary', '', guide.title), guideSteps(guide)),
    ),
  );
}
