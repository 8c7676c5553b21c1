import { expect } from 'vitest';
import { codeOf } from '../../trackedPage.ts';
import { webVitalsLibrary } from '../../webVitalsLibrary.ts';
import {
  numbersBy,
  observationsBy,
  type Scenario,
  type ScenarioStage,
  wait,
  writePage,
  writePageWithTag,
} from '../scenario.ts';

const loads = {
  metricType: 'histogram',
  trackingEvents: ['page_load', 'web_vital'],
  labels: { event: '$event', vital: '$vital' },
} as const;

/** Leaves the page, and waits for its load and its TTFB, both of which every engine has. */
async function expectLoadAndTtfb({ page, collector }: ScenarioStage): Promise<void> {
  const [asked, loaded] = await page.run<[number, number]>(`${wait(100)}
    const [{ responseStart, loadEventEnd }] = performance.getEntriesByType('navigation');
    return [responseStart / 1000, loadEventEnd / 1000];`);
  await page.goto('about:blank');
  await expect.poll(() => numbersBy(collector, 'event').page_load).toBe(1);
  await expect.poll(() => observationsBy(collector, 'vital').TTFB).toEqual([asked]);
  expect(observationsBy(collector, 'event').page_load).toEqual([loaded]);
  expect(loaded).toBeGreaterThan(0);
}

/** How fast a page is. */
export const timingScenarios: readonly Scenario[] = [
  {
    title: 'measures the load and TTFB with an async tag',
    async run(stage) {
      writePageWithTag(stage, codeOf(stage.collector.url, loads), '<p>text</p>');
      await stage.page.goto(`${stage.site.url}/`);
      await expectLoadAndTtfb(stage);
    },
  },
  {
    title: 'measures the load and TTFB with code inside the page',
    async run(stage) {
      writePage(stage, loads, '<p>text</p>');
      await stage.page.goto(`${stage.site.url}/`);
      await expectLoadAndTtfb(stage);
    },
  },
  {
    title: 'measures the load and TTFB with a script that comes after the load',
    async run(stage) {
      writePageWithTag(stage, codeOf(stage.collector.url, loads), '<p>text</p>');
      stage.site.html = stage.site.html.replace(
        '<script async src="/script.js"></script>',
        `<script>addEventListener('load', () => setTimeout(() => {
          document.head.append(Object.assign(document.createElement('script'), { src: '/script.js', onload: () => { window.isThere = true; } }));
        }, 300));</script>`,
      );
      await stage.page.goto(`${stage.site.url}/`);
      await stage.page.run(`while (!window.isThere) { ${wait(20)} }`);
      await expectLoadAndTtfb(stage);
    },
  },
  {
    title: 'tells of the vitals that the web-vitals library tells of, and of no others',
    async run(stage) {
      const { page, site, collector } = stage;
      const names = ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'];
      const listen = names
        .map((name) => `webVitals.on${name}(({ name, value }) => { localStorage[name] = value; });`)
        .join('');
      const metric = { metricType: 'histogram', trackingEvents: ['web_vital'], labels: { vital: '$vital' } } as const;
      writePage(
        stage,
        metric,
        `<div id="space"></div><h1>A heading that is painted</h1><button>Wait</button><script>
          const block = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
          document.querySelector('button').onclick = () => block(120);
        </script>`,
        `<script>${webVitalsLibrary}</script><script>${listen}</script>`,
      );
      await page.goto(`${site.url}/`);
      await page.run(`while (!performance.getEntriesByName('first-contentful-paint').length) { ${wait(20)} }`);
      await page.run(`${wait(200)} space.style.height = '80px'; ${wait(200)}`);
      await page.click('button');
      await page.run(wait(300));
      // Both are told when the page is hidden, and the library does not believe events that a script made.
      site.html = '';
      await page.goto(`${site.url}/next`);
      await expect.poll(() => collector.samples().length).toBeGreaterThan(0);
      const theirs = await page.run<Record<string, string>>('return { ...localStorage }');
      const ours = observationsBy(collector, 'vital');
      // WebKit's clock has whole milliseconds: the first byte of a server nearby may come at 0, which the library takes for unknown.
      const known = Object.keys(ours).filter((name) => name !== 'TTFB' || ours.TTFB?.[0] !== 0);
      expect(known.sort()).toEqual(Object.keys(theirs).sort());
      for (const [name, value] of Object.entries(theirs)) {
        expect(ours[name]?.[0], name).toBeCloseTo(Number(value) / (name === 'CLS' ? 1 : 1_000), 6);
      }
    },
  },
];
