import type { Browser } from 'playwright-core';
import type { Site } from '../../tracker/e2e/collector.ts';

/** Thread CPU milliseconds that a script costs a page. */
export interface LoadCost {
  /** To compile and run it. */
  readonly script: number;
  /** All of its work until the page rests. */
  readonly toIdle: number;
}

/**
 * Medians of `loads` cold loads of a page with each code, less those of a page with none. All take turns, so that what the machine does
 * meanwhile befalls them alike: their ratios say more than their milliseconds.
 */
export async function measureLoads<Name extends string>(
  site: Site,
  browser: Browser,
  codes: Readonly<Record<Name, string>>,
  loads: number,
): Promise<Record<Name, LoadCost>> {
  const names = Object.keys(codes) as Name[];
  const seen = new Map([...names, 'none'].map((name) => [name, [] as LoadCost[]]));
  for (let load = 0; load < loads; load += 1) {
    for (const [name, costs] of seen) {
      // Another text each time: no page finds it compiled.
      const code = name === 'none' ? '0' : `/*${load}*/${codes[name as Name]}`;
      site.html = `<!doctype html><title>Shop</title><p>Shop</p><script>${code}</script>`;
      costs.push(await measureOne(site, browser));
    }
  }
  const median = (name: string, part: keyof LoadCost) => {
    const sorted = (seen.get(name) ?? []).map((cost) => cost[part]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  const less = (name: string, part: keyof LoadCost) => median(name, part) - median('none', part);
  const costs = names.map((name) => [name, { script: less(name, 'script'), toIdle: less(name, 'toIdle') }]);
  return Object.fromEntries(costs);
}

async function measureOne(site: Site, browser: Browser): Promise<LoadCost> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(site.url);
  await page.waitForTimeout(150);
  const { metrics } = await session.send('Performance.getMetrics');
  await context.close();
  const read = (metric: string) => (metrics.find(({ name }) => name === metric)?.value ?? 0) * 1_000;
  return { script: read('ScriptDuration'), toIdle: read('TaskDuration') };
}
