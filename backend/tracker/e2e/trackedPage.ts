import type { Browser, Page } from 'playwright-core';
import { generateCode } from '../../src/tracking-code/generateCode.ts';
import type { TrackedMetric, Transport } from '../../src/tracking-code/trackedMetric.ts';
import type { Site } from './collector.ts';

/** `window.uvp` as page code in tests sees it. */
declare global {
  var uvp: {
    track(name: string, options?: { value?: unknown; labels?: unknown }): void;
    flush(): Promise<boolean>;
    dropped(): number;
    init(options: { apiKey: string; apiSecret: string; endpoint?: string }): typeof uvp;
  };
}

export interface TrackedPage {
  readonly page: Page;
  /** Uncaught errors and unhandled rejections of the page. */
  readonly errors: Error[];
  /** Sends what waits. */
  flush(): Promise<boolean>;
}

/** HTML with the generated code of one metric inside. */
export function snippetOf(
  collectorUrl: string,
  fields: Partial<TrackedMetric>,
  transport: Transport = 'headers',
): string {
  const metric: TrackedMetric = {
    id: '6f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f',
    name: 'Page views',
    metricName: 'page_views',
    metricType: 'counter',
    labels: {},
    autoTrack: true,
    trackingEvents: [],
    ...fields,
  };
  const browserToken = 'mb_k1.1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA';
  return generateCode({ metric, apiKey: 'mk_0123456789abcdefghij', browserToken, publicUrl: collectorUrl, transport })
    .snippet;
}

/** Opens the site in a browser profile of its own. */
export async function openPage(browser: Browser, site: Site, path = '/'): Promise<TrackedPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(site.url + path);
  return { page, errors, flush: () => page.evaluate(() => uvp.flush()) };
}
