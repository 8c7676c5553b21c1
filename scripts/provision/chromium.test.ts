import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { rootDir } from '../stack/rootDir.ts';
import { testToolsDirectory } from '../vitest/provisionForTests.ts';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { provideBundledChromium } from './bundledChromium.ts';
import type { Tool } from './tool.ts';

/** Starts the browser, reads a page of its own and one of another origin, and draws a word. */
async function tryBrowser({ binary, args, env }: Tool): Promise<{ own: string; foreign: string; textWidth: number }> {
  const server = createServer((_request, response) => response.end('secret'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = await chromium.launch({ executablePath: binary, args, env: { ...process.env, ...env } });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const read = (url: string) =>
      page.evaluate(
        (target) =>
          fetch(target)
            .then((answer) => answer.text())
            .catch(() => 'refused'),
        url,
      );
    const [own, foreign] = [await read(`http://127.0.0.1:${port}/`), await read(`http://localhost:${port}/`)];
    await page.setContent('<span>Text</span>');
    return { own, foreign, textWidth: (await page.locator('span').boundingBox())?.width ?? 0 };
  } finally {
    await browser.close();
    server.close();
  }
}

describeWith(['chromium'], 'the browser for tests', () => {
  it('draws text and refuses a cross-origin read, so that tests of CORS mean something', async () => {
    const { own, foreign, textWidth } = await tryBrowser(testTool('chromium'));
    expect([own, foreign]).toEqual(['secret', 'refused']);
    expect(textWidth).toBeGreaterThan(10);
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the browser of the npm package', () => {
  it('does the same where no other is installed', async () => {
    const options = { rootDir, toolsDir: testToolsDirectory(), env: {}, report: () => {} };
    const { own, foreign, textWidth } = await tryBrowser(await provideBundledChromium(options));
    expect([own, foreign]).toEqual(['secret', 'refused']);
    expect(textWidth).toBeGreaterThan(10);
  });
});
