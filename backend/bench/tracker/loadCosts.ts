import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';

/** Thread CPU milliseconds that a script costs a page. */
export interface LoadCost {
  /** All JavaScript that runs. */
  readonly script: number;
  /** All work of the page's thread, from the start of the load to 0.7 s after it: compile, run, observe, send. */
  readonly total: number;
}

/** A page that loads one script as its tag does, on the origin that takes what the script sends. */
interface Website {
  readonly url: string;
  script: string;
  close(): void;
}

/**
 * Medians of `loads` cold loads of a page with each script, less those of a page with none. All take turns, so that what the machine does
 * meanwhile befalls them alike: their ratios say more than their milliseconds.
 * @param scripts are given the origin that they may send to
 */
export async function measureLoads<Name extends string>(
  browser: Browser,
  scripts: Readonly<Record<Name, (origin: string) => string>>,
  loads: number,
): Promise<Record<Name, LoadCost>> {
  const website = await startWebsite();
  const all: Record<string, (origin: string) => string> = { ...scripts, none: () => '0' };
  const seen: Record<string, LoadCost[]> = {};
  for (let load = 0; load < loads; load += 1) {
    for (const [name, script] of Object.entries(all)) {
      // Another text each time: no page finds it compiled.
      website.script = `/*${load}*/${script(website.url)}`;
      seen[name] = [...(seen[name] ?? []), await measureOne(website, browser)];
    }
  }
  website.close();
  const less = (name: string, part: keyof LoadCost) => medianOf(seen[name], part) - medianOf(seen.none, part);
  const costs = Object.keys(scripts).map((name) => [
    name,
    { script: less(name, 'script'), total: less(name, 'total') },
  ]);
  return Object.fromEntries(costs);
}

function medianOf(costs: readonly LoadCost[] = [], part: keyof LoadCost): number {
  const sorted = costs.map((cost) => cost[part]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function measureOne(website: Website, browser: Browser): Promise<LoadCost> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(website.url);
  await page.waitForTimeout(700);
  const { metrics } = await session.send('Performance.getMetrics');
  await context.close();
  const read = (metric: string) => (metrics.find(({ name }) => name === metric)?.value ?? 0) * 1_000;
  return { script: read('ScriptDuration'), total: read('TaskDuration') };
}

async function startWebsite(): Promise<Website> {
  const page = '<!doctype html><title>Shop</title><script async src="/script.js"></script><p>Shop</p>';
  const server = createServer((req, res) => {
    if (req.method === 'POST') res.writeHead(202, { 'Content-Type': 'application/json' }).end('{"accepted":1}');
    else if (req.url === '/script.js') res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(website.script);
    else res.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const website: Website = { url: `http://127.0.0.1:${port}`, script: '', close: () => void server.close() };
  return website;
}
