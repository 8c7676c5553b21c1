import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { buildSiteRequest } from '../../src/testing/codeRequest.ts';
import { earlyTagOf } from '../../src/tracking-code/earlyTag.ts';
import { renderScript } from '../../src/tracking-code/generateCode.ts';
import type { TrackedMetric } from '../../src/tracking-code/trackedMetric.ts';
import type { Collector, Site } from './collector.ts';
import { countsBy } from './countsBy.ts';
import { openPage } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

const labels = { event: '$event', path: '$path' };

describeWith(['chromium'], 'what happens before the script is there', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  /** Puts a site's script into the page now, as a tag does once it has loaded. */
  async function load(page: Page, metrics: readonly Partial<TrackedMetric>[]): Promise<void> {
    await page.addScriptTag({ content: renderScript(buildSiteRequest(metrics, { publicUrl: collector.url })) });
  }

  /** Keeps the page loading, as the tag of a script under way does, until the test lets it end. */
  const holding = '<img src="/held">';
  async function hold(page: Page): Promise<() => void> {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/held', async (route) => {
      await held;
      await route.abort();
    });
    return release;
  }

  async function open(body: string): Promise<{ page: Page; end: () => void }> {
    const { page } = await openPage(browser, { url: 'about:blank' }, '');
    const end = await hold(page);
    site.html = `<head>${earlyTagOf(buildSiteRequest([]))}</head>${body}${holding}`;
    await page.goto(`${site.url}/shop`, { waitUntil: 'commit' });
    await page.locator('img').waitFor({ state: 'attached' });
    return { page, end };
  }

  it('counts once the script is there: errors, rejections, clicks, marked elements, forms and calls', async () => {
    const { page, end } = await open(`
      <script>Promise.reject(new Error('early')); missing();</script>
      <a href="https://elsewhere.example/"><b>away</b></a> <a href="/file.zip">file</a>
      <button data-uvp-event="signup">sign up</button>
      <form data-uvp-event="order"><input><input type="submit"></form>
      <div id="host"></div>
      <script>
        addEventListener('click', (event) => event.preventDefault());
        addEventListener('submit', (event) => event.preventDefault());
        host.attachShadow({ mode: 'open' }).innerHTML = '<button>in a shadow</button>';
        uvp.track('called');
      </script>`);
    await page.locator('b').click();
    await page.getByText('file').click();
    await page.getByText('sign up').click();
    await page.getByText('in a shadow').click();
    await page.evaluate(() => document.forms[0]?.requestSubmit());
    const seen = ['click', 'form_submit', 'outbound_click', 'file_download', 'error', 'signup', 'order', 'called'];
    await load(page, [{ trackingEvents: seen, labels }]);
    // What comes now the script sees by itself.
    await page.getByText('sign up').click();
    end();
    await page.evaluate(() => uvp.flush());
    await expect
      .poll(() => countsBy(collector, 'event'))
      .toEqual({
        error: 2,
        click: 5,
        outbound_click: 1,
        file_download: 1,
        signup: 2,
        form_submit: 1,
        order: 1,
        called: 1,
      });
    expect(Object.keys(countsBy(collector, 'path'))).toEqual(['/shop']);
  });

  it('counts once for each of several scripts, whenever they come', async () => {
    const { page, end } = await open('<script>missing()</script><button>now</button>');
    await load(page, [{ metricName: 'first', trackingEvents: ['error', 'click'], labels }]);
    await page.getByText('now').click();
    const second = renderScript(
      buildSiteRequest(
        [
          {
            id: '1f699912-bc50-4166-abfe-b4f9c94ee231',
            metricName: 'second',
            trackingEvents: ['error', 'click'],
            labels,
          },
        ],
        {
          publicUrl: collector.url,
          apiKey: 'mk_another0000000000000',
        },
      ),
    );
    await page.addScriptTag({ content: second });
    end();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const names = () =>
      collector
        .samples()
        .map(({ name, labels: { event } }) => `${name} ${event}`)
        .sort();
    await expect.poll(names).toEqual(['first click', 'first error', 'second click', 'second error']);
  });

  it('is bounded, and keeps nothing of a page that has loaded', async () => {
    const { page, end } = await open('<button>now</button>');
    const lengths = () => page.evaluate('[uvp.e.length, uvp.c.length, uvp.q ? uvp.q.length : 0]');
    await page.evaluate(() => {
      for (let n = 0; n < 500; n += 1) {
        document.querySelector('button')?.click();
        dispatchEvent(new ErrorEvent('error', { message: 'again' }));
        uvp.track('again');
      }
    });
    expect(await lengths()).toEqual([99, 99, 99]);
    await page.goto('about:blank');
    end();
    site.html = `<head>${earlyTagOf(buildSiteRequest([]))}</head><button>now</button>`;
    await page.goto(site.url);
    await page.getByText('now').click();
    expect(await lengths()).toEqual([0, 0, 0]);
  });

  it('is needed only where the script can miss something', () => {
    const tagOf = (fields: Partial<TrackedMetric>) =>
      earlyTagOf({ ...buildSiteRequest([fields]), scope: 'metric' as const });
    expect(tagOf({})).toBe('');
    expect(tagOf({ trackingEvents: ['page_view', 'page_load', 'web_vital', 'scroll_depth', 'engaged_time'] })).toBe('');
    for (const event of ['error', 'click', 'form_submit', 'outbound_click', 'file_download', 'signup'])
      expect(tagOf({ trackingEvents: [event] }), event).toMatch(/^<script>.*<\/script>$/);
    expect(tagOf({ autoTrack: false })).not.toBe('');
    expect(earlyTagOf(buildSiteRequest([]))).not.toBe('');
  });
});
