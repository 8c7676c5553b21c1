import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface OpenOptions {
  /** A session to begin with, as signing in leaves it. */
  readonly session?: { readonly token: string; readonly id: string; readonly email: string };
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** For a server whose certificate nobody vouches for. */
  readonly anyCertificate?: boolean;
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

/** Opens one more tab. */
export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Opens an address in a browser profile of its own. */
export async function openScreen(browser: Browser, url: string, options: OpenOptions = {}): Promise<Screen> {
  const { session, theme = 'light', width = 1280, height = 900, anyCertificate = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    acceptDownloads: true,
    ignoreHTTPSErrors: anyCertificate,
  });
  context.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  await context.exposeFunction('uvpComplain', (text: string) => complaints.push(text));
  if (session) {
    const { hostname, port } = new URL(url);
    const cookie = { name: `uvp_session_${port}`, value: session.token, domain: hostname, path: '/', httpOnly: true };
    await context.addCookies([{ ...cookie, sameSite: 'Lax' }]);
  }
  const user = session && { id: session.id, email: session.email };
  const kept = user && JSON.stringify({ expiresAt: Date.now() + 3_600_000, user });
  await context.addInitScript((signedIn) => {
    const { uvpComplain } = globalThis as unknown as { uvpComplain: (text: string) => void };
    document.addEventListener('securitypolicyviolation', (event) =>
      uvpComplain(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    );
    if (signedIn !== undefined && !sessionStorage.getItem('given')) {
      sessionStorage.setItem('given', 'yes');
      localStorage.setItem('uvp.session', signedIn);
    }
  }, kept);
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
