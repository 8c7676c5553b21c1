import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { measureBurst, measureSiteTraffic, measureTraffic } from './costs.ts';
import { closeContexts, type Stage, startStage } from './stage.ts';
import { openPage } from './trackedPage.ts';

describeWith(['chromium'], 'what the script costs', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterAll(() => Promise.all([browser.close(), stage.close()]));
  afterEach(() => closeContexts(browser));

  it.each(['headers', 'simple'] as const)(
    'a load, 20 events and leaving: 3 requests and 3 kB up, transport %s',
    async (transport) => {
      const { posts, preflights, bytes, counted } = await measureTraffic(stage, browser, transport);
      expect(counted).toBe(20);
      expect(preflights).toBe(transport === 'headers' ? 1 : 0);
      expect(posts + preflights).toBeLessThanOrEqual(3);
      expect(bytes).toBeLessThanOrEqual(3_000);
    },
  );

  it('the same on a website with five metrics: 2 requests', async () => {
    const { posts, preflights, counted } = await measureSiteTraffic(stage, browser);
    expect({ preflights, counted }).toEqual({ preflights: 0, counted: 20 });
    expect(posts).toBeLessThanOrEqual(2);
  });

  it.each([
    ['sent in the ordinary way', (_page: Page, flush: () => Promise<void>) => flush()],
    [
      'sent as if the page might close',
      async (page: Page) => {
        const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/metrics'));
        await page.evaluate(() => dispatchEvent(new Event('online')));
        await (await answered).finished();
      },
    ],
  ])('what a browser lets outlive a page is free again for every next batch, %s', async (_how, send) => {
    const metric = await stage.metric({ trackingEvents: ['step'], labels: { n: '', text: '' } });
    stage.site.html = metric.inline;
    const { page, flush } = await openPage(browser, stage.site);
    const from = stage.gate.requests.length;
    for (let n = 0; n < 25; n += 1) {
      await page.evaluate((round) => {
        for (let i = 0; i < 20; i += 1) uvp.track('step', { labels: { n: round * 20 + i, text: 'x'.repeat(190) } });
      }, n);
      await send(page, flush);
    }
    expect(await metric.total()).toBe(500);
    const sent = stage.gate.requests.slice(from).filter(({ method }) => method === 'POST');
    expect(sent.reduce((sum, { body }) => sum + body.length, 0)).toBeGreaterThan(100_000);
    expect(sent).toHaveLength(25);
  });

  it('a burst of 500 events arrives whole', async () => {
    const { counted, posts } = await measureBurst(stage, browser);
    expect(counted).toBe(500);
    expect(posts).toBeLessThanOrEqual(15);
  });
});
