import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { webVitalsLibrary } from './webVitalsLibrary.ts';
import { withCollector } from './withCollector.ts';

const names = ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'] as const;

describeWith(['chromium'], 'web_vital, beside the web-vitals library', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  /** Runs a page, hides it, and gives back both opinions: seconds, and the score of CLS. */
  async function compare(body: string, use: (page: Page) => Promise<unknown>, before = '') {
    const script = snippetOf(collector.url, {
      metricType: 'histogram',
      trackingEvents: ['web_vital'],
      labels: { vital: '$vital' },
    });
    const listen = names
      .map((name) => `webVitals.on${name}(({ name, value }) => { localStorage[name] = value; });`)
      .join('');
    site.html = `<!doctype html><script>${before}</script><script>${webVitalsLibrary}</script><script>${listen}</script>${script}<body>${body}`;
    const { page } = await openPage(browser, site);
    await page.waitForFunction(
      () => document.hidden || performance.getEntriesByName('first-contentful-paint').length > 0,
    );
    await use(page);
    // Leaving hides the page, as only a browser can: the library does not believe events that a script made.
    site.html = '';
    await page.goto(`${site.url}/next`);
    await expect.poll(() => collector.samples().length).toBeGreaterThan(0);
    const said: Record<string, string> = await page.evaluate(() => ({ ...localStorage }));
    const ours: Record<string, number> = {};
    for (const { labels, value } of collector.samples()) {
      expect(value).toHaveLength(1);
      ours[labels.vital ?? ''] = [value].flat()[0] ?? Number.NaN;
    }
    const theirs: Record<string, number> = {};
    for (const [name, value] of Object.entries(said))
      theirs[name] = name === 'CLS' ? Number(value) : Number(value) / 1_000;
    return { ours, theirs };
  }

  function expectSame(ours: Record<string, number>, theirs: Record<string, number>): void {
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    for (const [name, value] of Object.entries(theirs)) expect(ours[name], name).toBeCloseTo(value, 6);
  }

  const block = (ms: number) => `const end = performance.now() + ${ms}; while (performance.now() < end);`;
  const frames = (page: Page, count: number) =>
    page.evaluate(async (n) => {
      for (let i = 0; i < n; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);

  it('agrees on a page that is only read', async () => {
    const { ours, theirs } = await compare('<h1>Shop</h1><p>text</p>', (page) => page.waitForTimeout(200));
    expect(Object.keys(theirs).sort()).toEqual(['CLS', 'FCP', 'LCP', 'TTFB']);
    expectSame(ours, theirs);
    expect(ours.CLS).toBe(0);
  });

  it('agrees on the largest paint, which comes late', async () => {
    const { ours, theirs } = await compare('<p>text</p>', async (page) => {
      await page.waitForTimeout(150);
      await page.evaluate(() =>
        document.body.append(Object.assign(document.createElement('h1'), { textContent: 'Large '.repeat(80) })),
      );
      await page.waitForTimeout(200);
    });
    expectSame(ours, theirs);
    expect(ours.LCP).toBeGreaterThan((ours.FCP ?? 0) + 0.1);
  });

  it('agrees on shifts: the worst of two windows, and none that a visitor caused', async () => {
    const { ours, theirs } = await compare('<div id="room"></div><p>text</p><button>Grow</button>', async (page) => {
      const grow = (px: number) =>
        page.evaluate((height) => {
          const room = document.querySelector<HTMLElement>('#room');
          if (room) room.style.height = `${height}px`;
        }, px);
      for (const px of [20, 40]) {
        await grow(px);
        await page.waitForTimeout(100);
      }
      await page.waitForTimeout(1_200);
      await grow(50);
      await page.evaluate(() =>
        document.querySelector('button')?.addEventListener('click', () => {
          const room = document.querySelector<HTMLElement>('#room');
          if (room) room.style.height = '400px';
        }),
      );
      await page.click('button');
      // The library looks at interactions when the browser is idle, within a second, and says nothing of what it has not looked at.
      await page.waitForTimeout(1_100);
    });
    expectSame(ours, theirs);
    expect(ours.CLS).toBeGreaterThan(0);
  });

  it('agrees on shifts that go on and on: five seconds are one window', async () => {
    const { ours, theirs } = await compare('<div id="room"></div><p>text</p>', async (page) => {
      for (let px = 20; px <= 180; px += 20) {
        await page.evaluate((height) => {
          const room = document.querySelector<HTMLElement>('#room');
          if (room) room.style.height = `${height}px`;
        }, px);
        await page.waitForTimeout(800);
      }
    });
    expectSame(ours, theirs);
    expect(ours.CLS).toBeGreaterThan(0);
  });

  it('agrees on interactions: the slowest of a few', async () => {
    const handler = `onclick="${block(120).replaceAll('<', '&lt;')}"`;
    const { ours, theirs } = await compare(
      `<p>text</p><button ${handler}>Slow</button><button id="quick">Quick</button>`,
      async (page) => {
        await page.click('#quick');
        await page.click('button');
        await page.click('#quick');
        await frames(page, 5);
        await page.waitForTimeout(300);
      },
    );
    expectSame(ours, theirs);
    expect(ours.INP).toBeGreaterThan(0.1);
  });

  it('agrees on interactions: the slowest event of one, and one that is not very slow', async () => {
    const press = `onpointerdown="${block(90).replaceAll('<', '&lt;')}" onclick="${block(50).replaceAll('<', '&lt;')}"`;
    const { ours, theirs } = await compare(
      `<p>text</p><button id="quick">Quick</button><button id="slow" ${press}>Slow</button>`,
      async (page) => {
        await page.click('#quick');
        await frames(page, 3);
        await page.click('#slow');
        await frames(page, 3);
        await page.waitForTimeout(300);
      },
    );
    expectSame(ours, theirs);
    expect(ours.INP).toBeGreaterThan(0.08);
  });

  it('agrees on interactions: the tenth slowest of very many', async () => {
    const many = "Object.defineProperty(performance, 'interactionCount', { value: 5_000 });";
    const handler = `onclick="n = (window.n || 0) + 1; const end = performance.now() + 50 + 20 * n; while (performance.now() &lt; end);"`;
    const { ours, theirs } = await compare(
      `<p>text</p><button ${handler}>Press</button>`,
      async (page) => {
        for (let n = 0; n < 12; n += 1) {
          await page.click('button');
          await frames(page, 2);
        }
        await page.waitForTimeout(300);
      },
      many,
    );
    expectSame(ours, theirs);
  });

  it('agrees on interactions: without the slowest of more than fifty', async () => {
    const slow = Object.entries({ 3: 200, 7: 100, 55: 60 }).map(([n, ms]) => `if (n === ${n}) {${block(ms)}}`);
    const handler = `onclick="n = (window.n || 0) + 1; ${slow.join('').replaceAll('<', '&lt;')}"`;
    // Chromium counts interactions since 144.
    const counted = `if (!('interactionCount' in performance)) {
      let count = 0;
      Object.defineProperty(performance, 'interactionCount', { get: () => count });
      addEventListener('click', () => { count += 1; });
    }`;
    const press = async (page: Page) => {
      for (let n = 0; n < 55; n += 1) await page.click('button');
      await page.waitForTimeout(400);
    };
    const { ours, theirs } = await compare(`<p>text</p><button ${handler}>Press</button>`, press, counted);
    expectSame(ours, theirs);
  });

  it('agrees where the browser does not tell of shifts', async () => {
    const without = `
      delete window.LayoutShift;
      const types = PerformanceObserver.supportedEntryTypes.filter((type) => type !== 'layout-shift');
      Object.defineProperty(PerformanceObserver, 'supportedEntryTypes', { value: types });
      const { observe } = PerformanceObserver.prototype;
      PerformanceObserver.prototype.observe = function (init) {
        if (init.type !== 'layout-shift') observe.call(this, init);
      };`;
    const { ours, theirs } = await compare('<h1>Shop</h1>', (page) => page.waitForTimeout(200), without);
    expectSame(ours, theirs);
    expect(Object.keys(ours).sort()).toEqual(['FCP', 'LCP', 'TTFB']);
  });

  it('agrees on a page that was rendered ahead: times begin when it is shown', async () => {
    const ahead = `
      const { getEntriesByType } = performance;
      const shown = (entry) => new Proxy(entry, {
        get: (target, name) => name === 'activationStart' ? 15 : Reflect.get(target, name, target),
      });
      performance.getEntriesByType = (type) => {
        const entries = getEntriesByType.call(performance, type);
        return type === 'navigation' ? entries.map(shown) : entries;
      };`;
    const { ours, theirs } = await compare('<h1>Shop</h1>', (page) => page.waitForTimeout(200), ahead);
    expectSame(ours, theirs);
    expect(Object.keys(ours).sort()).toEqual(['CLS', 'FCP', 'LCP', 'TTFB']);
  });

  it('agrees on a page that was opened in the background', async () => {
    const hidden =
      "for (const [name, value] of [['hidden', true], ['visibilityState', 'hidden']]) Object.defineProperty(document, name, { value, configurable: true });";
    const { ours, theirs } = await compare('<p>text</p>', (page) => page.waitForTimeout(200), hidden);
    expectSame(ours, theirs);
    expect(Object.keys(ours)).toEqual(['TTFB']);
  });
});
