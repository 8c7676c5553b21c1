import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { countsBy as countLabels } from './countsBy.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

/** How addresses change in pages, each way seen to make a tracking script count too many views or too few. */
describeWith(['chromium'], 'views as routers make them', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  const snippet = (fields: Parameters<typeof snippetOf>[1]) => snippetOf(collector.url, fields);
  const countsBy = (label: string) => countLabels(collector, label);
  /** Longer than a view must stand to be told. */
  const stand = (page: Page) => page.waitForTimeout(150);

  it.each([
    [
      'kept pushState from before',
      'const push = history.pushState.bind(history); window.navigate = (path) => push(null, "", path);',
      '',
    ],
    [
      'puts the original back',
      'const { pushState } = history;',
      'history.pushState = pushState; window.navigate = (path) => history.pushState(null, "", path);',
    ],
    [
      'intercepts navigations',
      'navigation.addEventListener("navigate", (event) => event.intercept({ handler: async () => {} }));',
      'window.navigate = (path) => navigation.navigate(path).finished;',
    ],
  ])('have their views counted under a router that %s', async (_what, before, after) => {
    site.html = `<script>${before}</script>${snippet({ labels: { path: '$path' } })}<script>${after}</script>`;
    const { page, flush } = await openPage(browser, site, '/');
    for (const path of ['/a', '/b']) {
      await page.evaluate((to) => (window as unknown as { navigate(path: string): unknown }).navigate(to), path);
      await stand(page);
    }
    await flush();
    expect(countsBy('path')).toEqual({ '/': 1, '/a': 1, '/b': 1 });
  });

  it('have their views counted where there is no Navigation API', async () => {
    site.html = `<script>delete window.navigation; window.navigation = undefined;</script>${snippet({ labels: { path: '$path' } })}`;
    const { page, flush } = await openPage(browser, site, '/');
    await page.evaluate(() => history.pushState(null, '', '/a'));
    await stand(page);
    await page.evaluate(() => history.replaceState(null, '', '/b'));
    await stand(page);
    await page.goBack();
    await stand(page);
    await flush();
    expect(countsBy('path')).toEqual({ '/': 2, '/a': 1, '/b': 1 });
  });

  it('count one view while a person types into a search box, and none for a slash at the end', async () => {
    site.html = snippet({ labels: { path: '$path' } });
    const { page, flush } = await openPage(browser, site, '/search');
    for (const query of ['s', 'sh', 'sho', 'shoe']) {
      await page.evaluate((q) => history.replaceState(null, '', `/search?q=${q}`), query);
      await stand(page);
    }
    await page.evaluate(() => history.pushState(null, '', '/search/'));
    await stand(page);
    await flush();
    expect(countsBy('path')).toEqual({ '/search': 1 });
  });

  it('count a view for each value of the parameters that name a page, in the path too', async () => {
    const scriptOptions = { queryRoutes: ['page', 'tab'], pathPatterns: ['/index.php?page=news'] };
    site.html = snippet({ labels: { path: '$path' }, scriptOptions });
    const { page, flush } = await openPage(browser, site, '/index.php?page=about&utm_source=mail');
    const addresses = ['?utm_source=x&page=about', '?tab=a%20b&page=about', '?page=news&q=s', '?page=12', '/other?q=1'];
    for (const address of addresses) {
      await page.evaluate((to) => history.pushState(null, '', to), address);
      await stand(page);
    }
    await flush();
    expect(countsBy('path')).toEqual({
      '/index.php?page=about': 1,
      '/index.php?page=about&tab=a b': 1,
      '/index.php?page=news': 1,
      '/index.php?page=:id': 1,
      '/other': 1,
    });
  });

  it('count a route that redirects once, under its own title', async () => {
    site.html = `<title>Shop</title>${snippet({ labels: { path: '$path', title: '$title' } })}`;
    const { page, flush } = await openPage(browser, site, '/');
    await page.evaluate(async () => {
      history.pushState(null, '', '/account');
      await new Promise((resolve) => setTimeout(resolve, 20));
      history.replaceState(null, '', '/login');
      await new Promise((resolve) => setTimeout(resolve, 20));
      document.title = 'Log in';
    });
    await stand(page);
    await flush();
    expect(countsBy('path')).toEqual({ '/': 1, '/login': 1 });
    expect(countsBy('title')).toEqual({ Shop: 1, 'Log in': 1 });
  });

  it('tell a view that is left before it stood', async () => {
    site.html = snippet({ labels: { path: '$path' } });
    const { page } = await openPage(browser, site, '/');
    await page.evaluate(() => {
      history.pushState(null, '', '/short');
      dispatchEvent(new PageTransitionEvent('pagehide'));
    });
    await expect.poll(() => countsBy('path')).toEqual({ '/': 1, '/short': 1 });
  });

  it('have their path decoded where it is UTF-8, and no more of it sent than the collector keeps', async () => {
    site.html = snippet({ labels: { path: '$path' } });
    const { page, flush } = await openPage(browser, site, '/%E5%B7%A5%E5%85%B7/%FF%E4');
    await page.evaluate((long) => history.pushState(null, '', `/${long}`), '工'.repeat(300));
    await stand(page);
    await flush();
    expect(countsBy('path')).toEqual({ '/工具/%FF%E4': 1, [`/${'工'.repeat(199)}`]: 1 });
  });

  it('name the host that led here with the first view alone', async () => {
    site.html = snippet({ labels: { referrer: '$referrer' } });
    const context = await browser.newContext({ extraHTTPHeaders: { Referer: 'https://news.example/' } });
    const page = await context.newPage();
    await page.goto(site.url, { referer: 'https://news.example/' });
    await page.evaluate(() => history.pushState(null, '', '/a'));
    await stand(page);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => countsBy('referrer')).toEqual({ 'news.example': 1, '': 1 });
  });
});
