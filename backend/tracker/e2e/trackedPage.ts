import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Transport } from '../../src/contract/transports.ts';
import { buildCodeRequest } from '../../src/testing/codeRequest.ts';
import { generateCode } from '../../src/tracking-code/generateCode.ts';
import type { TrackedMetric } from '../../src/tracking-code/trackedMetric.ts';
import type { Site } from './collector.ts';

/** `window.uvp` as page code in tests sees it; scripts without events of the page's own do not make it. */
declare global {
  var uvp: {
    track(name: string, options?: { value?: unknown; labels?: unknown }): void;
    flush(): Promise<boolean>;
    init(options: { apiKey: string; apiSecret: string; endpoint?: string }): typeof uvp;
  };
}

export interface TrackedPage {
  readonly page: Page;
  /** Uncaught errors and unhandled rejections of the page. */
  readonly errors: Error[];
  /** Sends what waits, and resolves when every request of the page has ended. */
  flush(): Promise<void>;
}

/** HTML with the generated code of one metric inside. */
export function snippetOf(collectorUrl: string, fields: Partial<TrackedMetric>, transport?: Transport): string {
  return `<script>\n${codeOf(collectorUrl, fields, transport)}</script>`;
}

/** The generated code of one metric. */
export function codeOf(collectorUrl: string, fields: Partial<TrackedMetric>, transport: Transport = 'headers'): string {
  const id = fields.id ?? '6f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f';
  const part = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  const browserToken = `mb_k1.1.${part}.AAAAAAAAAAAAAAAAAAAAAA`;
  const more = { apiKey: 'mk_0123456789abcdefghij', browserToken, publicUrl: collectorUrl, transport };
  return generateCode(buildCodeRequest({ ...fields, id }, more)).code;
}

/** Opens the site in a browser profile of its own. */
export async function openPage(
  browser: Browser,
  site: Pick<Site, 'url'>,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<TrackedPage> {
  const context = await browser.newContext(options);
  return watchPage(await context.newPage(), site.url + path);
}

/** Goes to an address and keeps what the page throws. */
export async function watchPage(page: Page, url: string): Promise<TrackedPage> {
  const errors: Error[] = [];
  const underWay = new Set<unknown>();
  page.on('pageerror', (error) => errors.push(error));
  page.on('request', (request) => underWay.add(request));
  page.on('requestfinished', (request) => underWay.delete(request));
  page.on('requestfailed', (request) => underWay.delete(request));
  await page.goto(url);
  const flush = async () => {
    await page.evaluate(() => {
      if ('uvp' in globalThis && 'flush' in uvp) void uvp.flush();
      else dispatchEvent(new Event('online'));
    });
    do await new Promise((resolve) => setTimeout(resolve, 30));
    while (underWay.size > 0);
  };
  return { page, errors, flush };
}
