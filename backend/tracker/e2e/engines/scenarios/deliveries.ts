import { expect } from 'vitest';
import { expectCounts, numbersBy, type Scenario, type ScenarioStage, wait, writePage } from '../scenario.ts';

const signups = { trackingEvents: ['signup'], labels: { plan: '' } };
const everyEvent = {
  trackingEvents: ['page_view', 'click', 'outbound_click', 'form_submit', 'signup'],
  labels: { event: '$event' },
};

/** Opens a page and waits for its view to arrive: what is counted within the next five seconds then waits for that time, or for the page's end. */
async function openQuietPage(stage: ScenarioStage, path: string): Promise<void> {
  await stage.page.goto(stage.site.url + path);
  await expect.poll(() => numbersBy(stage.collector, 'event').page_view).toBe(1);
}

/** What has arrived of these events came in the form for a page's end, with the credentials in the body: it needs no preflight. */
async function expectLastWords(
  { collector }: ScenarioStage,
  expected: Readonly<Record<string, number>>,
): Promise<void> {
  await expect.poll(() => numbersBy(collector, 'event')).toEqual({ page_view: 1, ...expected });
  const [first, ...others] = collector.batches;
  expect(first?.body.apiKey).toBeUndefined();
  expect(others.map(({ body }) => body.apiKey)).toEqual(others.map(() => 'mk_0123456789abcdefghij'));
}

/** How what is counted comes to the collector. */
export const deliveryScenarios: readonly Scenario[] = [
  {
    title: 'delivers the click on a link that leaves the website',
    async run(stage) {
      const { page, site } = stage;
      const elsewhere = site.url.replace('127.0.0.1', 'localhost');
      writePage(stage, everyEvent, `<a href="${elsewhere}/robots.txt">elsewhere</a>`);
      site.scripts.set('/robots.txt', '');
      await openQuietPage(stage, '/');
      await page.click('a');
      await expectLastWords(stage, { click: 1, outbound_click: 1 });
    },
  },
  {
    title: 'delivers the submission of a form that leaves the page',
    async run(stage) {
      const { page, site } = stage;
      writePage(stage, everyEvent, '<form action="/sent.txt" data-uvp-event="signup"><button>Send</button></form>');
      site.scripts.set('/sent.txt?', '');
      await openQuietPage(stage, '/');
      await page.click('button');
      await expectLastWords(stage, { click: 1, form_submit: 1, signup: 1 });
    },
  },
  {
    title: 'delivers what is counted before a window is closed',
    async run(stage) {
      writePage(stage, everyEvent, '');
      await openQuietPage(stage, '/');
      await stage.page.run(`uvp.track('signup')`);
      await stage.page.close();
      await expectLastWords(stage, { signup: 1 });
    },
  },
  {
    title: "delivers what the page's own listeners tell of when it is left, beside what was told before",
    async run(stage) {
      const { page, site } = stage;
      const types = ['pagehide', 'visibilitychange'];
      const metric = { ...everyEvent, trackingEvents: ['page_view', 'signup', ...types] };
      writePage(
        stage,
        metric,
        `<script>for (const type of ${JSON.stringify(types)}) addEventListener(type, () => uvp.track(type));</script>`,
      );
      site.scripts.set('/next.txt', '');
      await openQuietPage(stage, '/');
      await page.run(`uvp.track('signup')`);
      await page.goto(`${site.url}/next.txt`);
      await expectLastWords(stage, { signup: 1, pagehide: 1, visibilitychange: 1 });
    },
  },
  {
    title: 'delivers at once when the window is minimized, and what happens then',
    async run(stage) {
      const { page } = stage;
      writePage(stage, everyEvent, '');
      await openQuietPage(stage, '/');
      await page.run(`uvp.track('signup')`);
      await page.hide();
      await expectLastWords(stage, { signup: 1 });
      await page.run(`uvp.track('signup')`);
      await expect.poll(() => numbersBy(stage.collector, 'event')).toEqual({ page_view: 1, signup: 2 });
    },
  },
  {
    title: 'sends ten batches of a hidden page beside each other, and no more, while nobody answers',
    async run(stage) {
      const { page, collector } = stage;
      const count = `<script>
        const original = fetch;
        window.requests = 0;
        window.fetch = (...request) => { window.requests += 1; return original(...request); };
      </script>`;
      writePage(stage, everyEvent, '', count);
      await openQuietPage(stage, '/');
      collector.answers.push(...Array(30).fill(-1));
      await page.hide();
      const told = `for (let n = 0; n < 30; n += 1) { uvp.track('signup'); await Promise.resolve(); await Promise.resolve(); }`;
      expect(await page.run(`${told} return window.requests;`)).toBe(1 + 10);
    },
  },
  {
    title: 'tries again what failed while the page was in the back/forward cache',
    needsPageCache: true,
    async run(stage) {
      const { page, site, collector } = stage;
      writePage(stage, everyEvent, '');
      site.scripts.set('/next.txt', '');
      await openQuietPage(stage, '/');
      collector.answers.push(503);
      await page.run(`window.isTheSame = true; uvp.track('signup');`);
      await page.goto(`${site.url}/next.txt`);
      await expect.poll(() => collector.batches.length).toBe(2);
      await page.back();
      expect(await page.run('return window.isTheSame')).toBe(true);
      await page.run('uvp.flush()');
      await expect.poll(() => numbersBy(collector, 'event')).toEqual({ page_view: 2, signup: 1 });
      expect(collector.batches[1]?.status).toBe(503);
    },
  },
  {
    title: 'sends key and token as headers while the page stays',
    async run(stage) {
      const { page, site, collector } = stage;
      writePage(stage, signups, '');
      await page.goto(`${site.url}/`);
      await page.run(`uvp.track('signup')`);
      await expect.poll(() => numbersBy(collector, 'plan')).toEqual({ '': 1 });
      expect(collector.batches[0]?.headers).toMatchObject({
        'x-api-key': 'mk_0123456789abcdefghij',
        'content-type': 'text/plain;charset=UTF-8',
      });
      expect(collector.preflights).toBe(1);
    },
  },
  {
    title: 'counts once what is answered by nobody, by a proxy, and then by the collector',
    async run(stage) {
      const { page, site, collector } = stage;
      collector.answers.push(0, 503);
      writePage(stage, signups, '');
      await page.goto(`${site.url}/`);
      await page.run(`uvp.track('signup')`);
      await expect.poll(() => numbersBy(collector, 'plan')).toEqual({ '': 1 });
      expect(new Set(collector.batches.map(({ body }) => body.batchId)).size).toBe(1);
      await expectCounts(stage, 'plan', { '': 1 });
    },
  },
  {
    title: 'delivers far more than the 64 KiB that may outlive a page',
    async run(stage) {
      const { page, site, collector } = stage;
      writePage(stage, signups, '');
      await page.goto(`${site.url}/`);
      await page.run(
        `for (let n = 0; n < 500; n += 1) uvp.track('signup', { labels: { plan: n + 'x'.repeat(180) } }); uvp.flush();`,
      );
      await expect.poll(() => collector.samples().length).toBe(500);
      expect(await page.run('return thrown')).toEqual([]);
    },
  },
  {
    title: 'keeps for the next visit what could not be delivered',
    async run(stage) {
      const { page, site, collector } = stage;
      writePage(stage, { autoTrack: true, labels: { path: '$path' }, scriptOptions: { persist: true } }, '');
      collector.answers.push(503, 503);
      await page.goto(`${site.url}/in-an-outage`);
      await expect.poll(() => collector.batches.length).toBeGreaterThan(0);
      collector.answers.length = 0;
      await page.goto(`${site.url}/later`);
      await expect.poll(() => numbersBy(collector, 'path')).toEqual({ '/in-an-outage': 1, '/later': 1 });
      await expect.poll(() => page.run('return localStorage.length')).toBe(0);
    },
  },
  {
    title: 'counts where storage is refused',
    async run(stage) {
      const { page, site } = stage;
      writePage(stage, { autoTrack: true, labels: { path: '$path' }, scriptOptions: { persist: true } }, '');
      const inFrame = site.html;
      site.html = '<script>window.thrown = [];</script><iframe sandbox="allow-scripts"></iframe>';
      await page.goto(`${site.url}/`);
      site.html = inFrame;
      await page.run(`await new Promise((resolve) => {
        const frame = document.querySelector('iframe');
        frame.onload = resolve;
        frame.src = '/sandboxed';
      }); ${wait(50)}`);
      await expectCounts(stage, 'path', { '/sandboxed': 1 });
    },
  },
];
