import { expect } from 'vitest';
import { buildSiteRequest, fiveMetrics } from '../../../../src/testing/codeRequest.ts';
import { renderScript } from '../../../../src/tracking-code/generateCode.ts';
import { countedSamples, type Scenario, wait, writePageWithTag } from '../scenario.ts';

/** Calls from before the script is there. */
const QUEUE = `<script>
  window.uvp = { q: [], track() { this.q.push(arguments); } };
  uvp.track('signup', { labels: { plan: 'early' } });
</script>`;

/** One tag for several metrics. */
export const siteScenarios: readonly Scenario[] = [
  {
    title: 'counts in five metrics with one async tag, and what was told before it was there',
    async run(stage) {
      const { page, site, collector } = stage;
      writePageWithTag(stage, renderScript(buildSiteRequest(fiveMetrics, { publicUrl: collector.url })), '<p>Shop</p>');
      site.html = site.html.replace('<script async', `${QUEUE}<script async`);
      await page.goto(`${site.url}/shop`);
      await page.run(`${wait(100)} uvp.track('signup', { labels: { plan: 'pro' } });`);
      await page.goto('about:blank');
      // No error was thrown, so the fifth metric has none.
      await expect.poll(() => new Set(countedSamples(collector).map(({ name }) => name)).size).toBe(4);
      const labels = { path: '/shop' };
      const counted = countedSamples(collector).filter(({ name }) => name !== 'web_vitals');
      expect(counted).toHaveLength(4);
      expect(counted).toEqual(
        expect.arrayContaining([
          { name: 'page_views', value: 1, labels },
          { name: 'load_seconds', value: [expect.any(Number)], labels },
          { name: 'signups', value: 1, labels: { plan: 'early' } },
          { name: 'signups', value: 1, labels: { plan: 'pro' } },
        ]),
      );
    },
  },
];
