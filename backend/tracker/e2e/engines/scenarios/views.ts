import { expect } from 'vitest';
import {
  countedSamples,
  expectCounts,
  numbersBy,
  observationsBy,
  type Scenario,
  wait,
  writePage,
} from '../scenario.ts';

const byPath = { path: '$path' };

/** What a router does, each a view or not, with the time that a view must stand. */
const ROUTES = `
  const go = async (change) => { change(); ${wait(150)} };
  await go(() => history.pushState(null, '', '/a'));
  await go(() => history.pushState(null, '', '/a?q=1'));
  await go(() => history.replaceState(null, '', '/a/'));
  await go(() => history.pushState(null, '', '/b#part'));
  await go(() => history.replaceState(null, '', '/c'));
  await go(() => history.back());
  await go(() => { history.pushState(null, '', '/redirected'); history.replaceState(null, '', '/d'); });
  await go(() => { location.hash = 'end'; });`;
const ROUTE_VIEWS = { '/': 1, '/a': 2, '/b': 1, '/c': 1, '/d': 1 };

/** What a visitor sees, one page or route after the other. */
export const viewScenarios: readonly Scenario[] = [
  {
    title: 'counts the routes of a single-page application',
    async run(stage) {
      writePage(stage, { autoTrack: true, labels: byPath }, '');
      await stage.page.goto(`${stage.site.url}/`);
      await stage.page.run(ROUTES);
      await expectCounts(stage, 'path', ROUTE_VIEWS);
    },
  },
  {
    title: 'counts the same routes where there is no Navigation API',
    async run(stage) {
      const without = `<script>Object.defineProperty(window, 'navigation', { value: undefined });</script>`;
      writePage(stage, { autoTrack: true, labels: byPath }, '', without);
      await stage.page.goto(`${stage.site.url}/`);
      await stage.page.run(ROUTES);
      await expectCounts(stage, 'path', ROUTE_VIEWS);
    },
  },
  {
    title: 'takes routes from the hash on demand',
    async run(stage) {
      writePage(stage, { autoTrack: true, labels: byPath, scriptOptions: { hashRoutes: true } }, '');
      await stage.page.goto(`${stage.site.url}/app`);
      await stage.page.run(
        `location.hash = '/orders/7?tab=1'; ${wait(150)} location.hash = 'token=secret'; ${wait(150)}`,
      );
      await expectCounts(stage, 'path', { '/app': 2, '/app#/orders/:id': 1 });
    },
  },
  {
    title: 'counts pages that are gone back to',
    async run(stage) {
      const { page, site, collector } = stage;
      writePage(stage, { autoTrack: true, labels: byPath }, '');
      await page.goto(`${site.url}/first`);
      await page.goto(`${site.url}/second`);
      await page.back();
      // What a page from the back/forward cache counts leaves as ever, without another end of the page.
      await expect.poll(() => numbersBy(collector, 'path')).toEqual({ '/first': 2, '/second': 1 });
      await expectCounts(stage, 'path', { '/first': 2, '/second': 1 });
    },
  },
  {
    title: 'fills the labels that the page knows',
    async run(stage) {
      const { page, site, collector } = stage;
      const sources = ['path', 'title', 'referrer', 'device', 'language', 'screen', 'host', 'utm_source'];
      const labels = Object.fromEntries(sources.map((source) => [source, `$${source}`]));
      writePage(stage, { autoTrack: true, labels }, `<a href="${site.url}/工具/42?utm_source=mail">next</a>`);
      await page.goto(`${site.url.replace('127.0.0.1', 'localhost')}/from`);
      await page.click('a');
      await expect.poll(() => page.run('return document.readyState + location.hostname')).toBe('complete127.0.0.1');
      await page.run(`history.pushState(null, '', '/next'); document.title = 'Next'; ${wait(150)}`);
      const [language, screen] = await page.run<[string, string]>(
        "return [navigator.language, screen.width + 'x' + screen.height]",
      );
      await expectCounts(stage, 'path', { '/from': 1, '/工具/:id': 1, '/next': 1 });
      const host = new URL(site.url).host;
      const common = { device: 'desktop', language, screen, host };
      const referrer = host.replace('127.0.0.1', 'localhost');
      const [, second, third] = countedSamples(collector).map((sample) => sample.labels);
      expect(second).toEqual({ ...common, path: '/工具/:id', title: 'Page', referrer, utm_source: 'mail' });
      expect(third).toEqual({ ...common, path: '/next', title: 'Next' });
    },
  },
  {
    title: 'measures engagement and scrolling until the page is hidden',
    async run(stage) {
      const { page, site, collector } = stage;
      // A window on a screen without people has no focus in every engine.
      const focus = '<script>document.hasFocus = () => true;</script>';
      const metric = {
        metricType: 'histogram',
        trackingEvents: ['engaged_time', 'scroll_depth'],
        labels: { event: '$event' },
      } as const;
      writePage(stage, metric, '<div style="height:4000px"></div>', focus);
      await page.goto(`${site.url}/long`);
      const seen = await page.run<number>(
        `scrollTo(0, 1000); ${wait(1_000)} return (1000 + innerHeight) / document.documentElement.scrollHeight;`,
      );
      await page.hide();
      await expect.poll(() => numbersBy(collector, 'event')).toEqual({ engaged_time: 1, scroll_depth: 1 });
      const { engaged_time, scroll_depth } = observationsBy(collector, 'event');
      expect(engaged_time?.[0]).toBeGreaterThanOrEqual(0.75);
      expect(engaged_time?.[0]).toBeLessThan(8);
      expect(scroll_depth?.[0]).toBeCloseTo(seen, 2);
    },
  },
];
