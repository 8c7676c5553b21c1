import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { type Collector, type Site, startCollector, startSite } from './collector.ts';
import { closeContexts } from './stage.ts';

/** What a test of the script's requests works with: a browser, the website that it shows, and where its script sends. */
export interface Surroundings {
  readonly browser: Browser;
  readonly collector: Collector;
  readonly site: Site;
}

/** Gives each test of a suite a collector and a website of its own, and all of them one browser. */
export function withCollector(give: (surroundings: Surroundings) => void): void {
  let browser: Browser;
  let started: readonly [Collector, Site];

  beforeAll(async () => {
    browser = await launchBrowser(testTool('chromium'));
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    started = await Promise.all([startCollector(), startSite()]);
    const [collector, site] = started;
    give({ browser, collector, site });
  });
  afterEach(async () => {
    await closeContexts(browser);
    await Promise.all(started.map((server) => server.close()));
  });
}
