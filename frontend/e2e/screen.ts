import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface OpenOptions {
  /** A session to begin with. */
  readonly token?: string;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** A page of the dashboard, with everything that it should not have done. */
export interface Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Reports of the content security policy, uncaught errors, and errors on the console but for answers of the API. */
  readonly complaints: string[];
  /** The text of what is on the screen right now. */
  text(): Promise<string>;
  /** Waits until the screen shows the text. */
  shows(text: string | RegExp): Promise<void>;
  close(): Promise<void>;
}

/** Opens an address in a browser profile of its own. */
export async function openScreen(browser: Browser, url: string, options: OpenOptions = {}): Promise<Screen> {
  const { token, theme = 'light', width = 1280, height = 900 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  await context.exposeFunction('uvpComplain', (text: string) => complaints.push(text));
  await context.addInitScript((session) => {
    const { uvpComplain } = globalThis as unknown as { uvpComplain: (text: string) => void };
    document.addEventListener('securitypolicyviolation', (event) =>
      uvpComplain(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    );
    if (session !== undefined && sessionStorage.getItem('uvp.token') === null && !sessionStorage.getItem('given')) {
      sessionStorage.setItem('given', 'yes');
      sessionStorage.setItem('uvp.token', `${Date.now() + 3_600_000} ${session}`);
    }
  }, token);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(url);
  const text = () => page.locator('body').innerText();
  return {
    page,
    context,
    complaints,
    text,
    shows: (wanted) =>
      typeof wanted === 'string' ? expect.poll(text).toContain(wanted) : expect.poll(text).toMatch(wanted),
    close: () => context.close(),
  };
}
