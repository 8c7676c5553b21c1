import { isbot } from 'isbot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { type Collector, type Site, startCollector, startSite } from './collector.ts';
import { openSoleBrowser } from './soleBrowser.ts';

describeWith(['chromium'], "the browsers of these tests are visitors', and no robots,", () => {
  let collector: Collector;
  let site: Site;

  beforeEach(async () => {
    [collector, site] = await Promise.all([startCollector(), startSite()]);
    const metrics = `[{ name: 'webdriver', value: 1, labels: { driven: String(navigator.webdriver) } }]`;
    site.html = `<!doctype html><script>
      fetch('${collector.url}', { method: 'POST', body: JSON.stringify({ batchId: 'b', metrics: ${metrics} }) });
    </script>`;
  });
  afterEach(() => Promise.all([collector.close(), site.close()]));

  async function expectVisitor(): Promise<void> {
    await expect.poll(() => collector.batches.length, { timeout: 10_000 }).toBe(1);
    expect(collector.samples()).toMatchObject([{ labels: { driven: 'false' } }]);
    const agent = collector.batches[0]?.headers['user-agent'];
    expect(agent).toContain('Chrome/');
    expect(isbot(agent)).toBe(false);
  }

  it('when they are driven', async () => {
    const browser = await launchBrowser(testTool('chromium'));
    try {
      await (await browser.newPage()).goto(site.url);
      await expectVisitor();
    } finally {
      await browser.close();
    }
  });

  it('when nobody drives them', async () => {
    const browser = await openSoleBrowser(testTool('chromium'), site.url);
    try {
      await expectVisitor();
    } finally {
      await browser.close();
    }
  });
});
