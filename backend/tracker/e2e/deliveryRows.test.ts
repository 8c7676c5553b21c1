import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { deliveryRows } from './deliveryRows.ts';
import { closeContexts, type Stage, startStage } from './stage.ts';

describeWith(['chromium'], 'what the script delivers to the platform', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterAll(() => Promise.all([browser.close(), stage.close()]));
  afterEach(async () => {
    await stage.gate.set('pass');
    await closeContexts(browser);
  });

  it.each(deliveryRows)('$name', async ({ run }) => {
    expect(await run(stage, browser, { pages: 2, outageMs: 1_200 })).toBe(2);
  });
});
