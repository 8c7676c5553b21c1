import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Stage, StagedMetric } from './stage.ts';
import { watchPage } from './trackedPage.ts';

/** How often a row is tried, and how long its outage lasts. */
export interface RowSize {
  readonly pages: number;
  readonly outageMs: number;
}

/** One way to lose events. Each page of a trial tells of one event, which bears the page's number. */
export interface DeliveryRow {
  readonly name: string;
  /** Number of pages whose event was counted exactly once. */
  run(stage: Stage, browser: Browser, size: RowSize): Promise<number>;
}

const deadlineMs = 10_000;

/** Events of closing pages: nothing is wrong with the network, but the page ends. */
function endingRow(name: string, end: (page: Page, n: number) => Promise<unknown>): DeliveryRow {
  return {
    name,
    async run(stage, browser, { pages }) {
      const metric = await stepMetric(stage);
      const opened = await openPages(stage, await browser.newContext(), metric, pages);
      for (const [n, page] of opened.entries()) await end(page, n);
      return countOnce(metric, pages);
    },
  };
}

/** Events of an outage: the pages stay. */
function outageRow(
  name: string,
  outage: (stage: Stage, context: BrowserContext, begins: boolean) => Promise<unknown>,
): DeliveryRow {
  return {
    name,
    async run(stage, browser, { pages, outageMs }) {
      const metric = await stepMetric(stage);
      const context = await browser.newContext();
      const opened = await openPages(stage, context, metric, pages);
      await outage(stage, context, true);
      await Promise.all(opened.map((page, n) => page.evaluate(tellStep, n)));
      await wait(outageMs);
      await outage(stage, context, false);
      return countOnce(metric, pages);
    },
  };
}

export const deliveryRows: readonly DeliveryRow[] = [
  endingRow('page closed right after an event', async (page, n) => {
    await page.evaluate(tellStep, n);
    await page.close({ runBeforeUnload: true });
  }),
  endingRow('navigation right after an event', (page, n) =>
    page.evaluate((step) => {
      uvp.track('step', { labels: { n: step } });
      location.href = '/elsewhere';
    }, n),
  ),
  endingRow('event raised inside pagehide', (page, n) =>
    page.evaluate((step) => {
      addEventListener('pagehide', () => uvp.track('step', { labels: { n: step } }));
      location.href = '/elsewhere';
    }, n),
  ),
  endingRow('tab hidden, then killed', async (page, n) => {
    await page.evaluate(tellStep, n);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    });
    await kill(page);
  }),
  outageRow('server answers 503', (stage, _context, begins) => stage.gate.set(begins ? 'answer503' : 'pass')),
  outageRow('server cannot be reached', (stage, _context, begins) =>
    stage.gate.set(begins ? 'refuseConnection' : 'pass'),
  ),
  outageRow('visitor is offline', (_stage, context, begins) => context.setOffline(begins)),
  outageRow('reply lost: counted once', (stage, _context, begins) => stage.gate.set(begins ? 'cutReply' : 'pass')),
  {
    name: 'reopened after a crash, with persist',
    async run(stage, browser, { pages, outageMs }) {
      const metric = await stepMetric(stage, { scriptOptions: { persist: true } });
      const context = await browser.newContext();
      const opened = await openPages(stage, context, metric, pages);
      await stage.gate.set('refuseConnection');
      await Promise.all(opened.map((page, n) => page.evaluate(tellStep, n)));
      // Until then it is in storage.
      await wait(Math.max(outageMs, 1_500));
      for (const page of opened) await kill(page);
      await stage.gate.set('pass');
      await openPages(stage, context, metric, 1);
      return countOnce(metric, pages);
    },
  },
];

function stepMetric(stage: Stage, fields: Record<string, unknown> = {}): Promise<StagedMetric> {
  return stage.metric({ trackingEvents: ['step'], labels: { n: '' }, ...fields });
}

async function openPages(stage: Stage, context: BrowserContext, metric: StagedMetric, count: number): Promise<Page[]> {
  stage.site.html = metric.inline;
  const pages: Page[] = [];
  for (let n = 0; n < count; n += 1) {
    const page = await context.newPage();
    await watchPage(page, `${stage.site.url}/step/${n}`);
    pages.push(page);
  }
  return pages;
}

function tellStep(n: number): void {
  uvp.track('step', { labels: { n } });
}

/** Ends the process of the page: none of its code runs any more. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Waits until all have arrived, and a little longer for what should not. */
async function countOnce(metric: StagedMetric, pages: number): Promise<number> {
  const startedAtMs = Date.now();
  while ((await metric.total()) < pages && Date.now() - startedAtMs < deadlineMs) await wait(100);
  await wait(300);
  return Object.values(await metric.by('n')).filter((value) => value === 1).length;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
