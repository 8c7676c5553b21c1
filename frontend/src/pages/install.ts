import { fetchSiteTag, type SiteTag } from '../api/siteTag.ts';
import { brand } from '../components/basic/brand.ts';
import { emptyState, loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { wholeTag } from '../components/basic/wholeTag.ts';
import { guideSteps } from '../components/keys/guideSteps.ts';
import { pasteTabs } from '../components/keys/siteGuide.ts';
import { element, replaceChildren } from '../dom.ts';
import type { SiteGuides } from '../examples/guides/siteGuides.ts';
import { siteTagExample } from '../examples/pageExamples.ts';
import { ApiError, isAbort } from '../failure.ts';
import type { MakePage } from './page.ts';
import { siteGuideBox } from './siteGuideBox.ts';

/** The tag of a website and how to paste it, for anyone with the link: no account, no secret, and nothing about the owner's metrics. */
export const installPage: MakePage = ({ api, query, session, signal }) => {
  const key = query.get('key') ?? '';
  const body = element('div', 'install', loading('the tag'));
  const load = async () => {
    try {
      const site = await fetchSiteTag(api, key);
      replaceChildren(body, tagPanel(site, key), siteGuideBox(site, guidePanels));
    } catch (error) {
      if (isAbort(error)) return;
      const isIncomplete = error instanceof ApiError && error.status === 400;
      replaceChildren(body, isIncomplete ? incompleteLink() : failureNote('The tag', error, load));
    }
  };
  void load();
  hideFromSearch(signal);
  return {
    title: 'Add the tag to your website',
    element: element(
      'div',
      'page narrow',
      session.isSignedIn() ? undefined : element('div', 'install-brand', brand()),
      pageHead({
        title: 'Add the tag to your website',
        text: 'Paste it once. What it counts is decided in the dashboard, and reaches the pages within 5 minutes.',
      }),
      body,
    ),
  };
};

function tagPanel(site: SiteTag, key: string): HTMLElement {
  return panel(
    'Copy the tag',
    wholeTag(site.earlyTag, siteTagExample(site, key)),
    element('p', 'soft', 'It holds no secret: every visitor of the website can see it. It sets no cookies.'),
  );
}

function guidePanels({ platforms, check, policy, events }: SiteGuides): HTMLElement {
  return element(
    'div',
    'install',
    panel('Paste it', pasteTabs({ platforms })),
    ...[check, policy, events].map((guide) => panel(guide.title, guideSteps(guide))),
  );
}

function incompleteLink(): HTMLElement {
  return emptyState('This link is not complete', 'The key of the website is missing from it. Ask for the link again.');
}

/** Search engines have no use for it. */
function hideFromSearch(signal: AbortSignal): void {
  const robots = element('meta', { attributes: { name: 'robots', content: 'noindex' } });
  document.head.append(robots);
  signal.addEventListener('abort', () => robots.remove());
}
