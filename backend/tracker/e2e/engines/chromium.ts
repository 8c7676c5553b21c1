import type { Browser } from 'playwright-core';
import type { Tool } from '../../../../scripts/provision/tool.ts';
import { launchBrowser } from '../browser.ts';
import type { Engine, EnginePage } from './engine.ts';

export async function startChromium(tool: Tool): Promise<Engine> {
  const browser = await launchBrowser(tool);
  return {
    name: `Chromium ${browser.version()}`,
    open: () => openTab(browser),
    close: () => browser.close(),
  };
}

async function openTab(browser: Browser): Promise<EnginePage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    goto: async (url) => void (await page.goto(url)),
    run: (statements) => page.evaluate(`(async () => { ${statements} })()`),
    click: (selector) => page.click(selector),
    type: async (selector, text) => {
      await page.focus(selector);
      for (const key of text) await page.keyboard.press(key === '\n' ? 'Enter' : key);
    },
    back: async () => void (await page.goBack()),
    // The headless shell minimizes nothing.
    hide: async () => {
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      });
    },
    close: async () => {
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
    },
    discard: () => context.close(),
  };
}
