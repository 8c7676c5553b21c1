import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { type Collector, type Site, startCollector, startSite } from './collector.ts';
import { isHeadlessShell } from './headlessShell.ts';
import { openSoleBrowser, type SoleBrowser } from './soleBrowser.ts';
import { snippetOf } from './trackedPage.ts';

describeWith(['chromium'], 'pages that nobody but their visitor drives', () => {
  let collector: Collector;
  let site: Site;
  let browser: SoleBrowser | undefined;

  beforeEach(async () => {
    [collector, site] = await Promise.all([startCollector(), startSite()]);
  });
  afterEach(async () => {
    await browser?.close();
    await Promise.all([collector.close(), site.close()]);
  });

  const pathsOf = (event: string) =>
    collector
      .samples()
      .filter(({ labels }) => labels.event === event)
      .map(({ labels }) => labels.path);

  // What is asked for while a page is left fails when that page leaves the back/forward cache, long after its timers ended.
  it.skipIf(isHeadlessShell)('go on living when earlier ones leave the back/forward cache', async () => {
    const fields = { trackingEvents: ['page_view', 'engaged_time'], labels: { event: '$event', path: '$path' } };
    site.html = `<!doctype html>${snippetOf(collector.url, fields)}<h1>Shop</h1><script>
      const n = Number(location.pathname.slice(2)) || 0;
      onload = () => n < 16 && setTimeout(() => { location.href = '/p' + (n + 1); }, 420);
    </script>`;
    browser = await openSoleBrowser(testTool('chromium'), `${site.url}/p0`);
    await expect.poll(() => pathsOf('page_view'), { timeout: 25_000 }).toContain('/p16');
  });

  it.skipIf(isHeadlessShell)('count once when they were rendered ahead, as soon as they are shown', async () => {
    const views = snippetOf(collector.url, {
      trackingEvents: ['page_view'],
      labels: { event: '$event', path: '$path' },
    });
    const times = snippetOf(collector.url, {
      id: '7f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f',
      metricType: 'histogram',
      trackingEvents: ['page_load'],
      labels: { event: '$event', path: '$path' },
    });
    site.html = `<!doctype html>${views}${times}<h1>Shop</h1><script>
      if (location.pathname === '/') {
        const rules = document.createElement('script');
        rules.type = 'speculationrules';
        rules.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: ['/next'] }] });
        document.head.append(rules);
        setTimeout(() => { location.href = '/next'; }, 2000);
      } else {
        const view = document.prerendering ? '/ahead' : '/late';
        document.addEventListener('prerenderingchange', () => history.pushState(null, '', view));
      }
    </script>`;
    browser = await openSoleBrowser(testTool('chromium'), `${site.url}/`);
    await expect.poll(() => pathsOf('page_view'), { timeout: 10_000 }).toEqual(['/', '/next', '/ahead']);
    await expect.poll(() => pathsOf('page_load'), { timeout: 10_000 }).toEqual(['/', '/next']);
    const [, ahead] = collector.samples().filter(({ labels }) => labels.event === 'page_load');
    expect(ahead?.value).toEqual([0]);
  });
});
