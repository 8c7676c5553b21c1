import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import type { Tool, ToolState } from '../../../../scripts/provision/tool.ts';
import { type Collector, type Site, startCollector, startSite } from '../collector.ts';
import type { Engine, EnginePage } from './engine.ts';
import { deliveryScenarios } from './scenarios/deliveries.ts';
import { elementScenarios } from './scenarios/elements.ts';
import { siteScenarios } from './scenarios/sites.ts';
import { timingScenarios } from './scenarios/timings.ts';
import { viewScenarios } from './scenarios/views.ts';

const scenarios = [...elementScenarios, ...viewScenarios, ...timingScenarios, ...deliveryScenarios, ...siteScenarios];

/** An engine that scenarios run in. */
export interface TriedEngine {
  readonly name: string;
  readonly needs: readonly ToolState[];
  readonly hasPageCache: boolean;
  /** Is given what it needs. */
  start(...tools: Tool[]): Promise<Engine>;
}

/** All scenarios in one engine. Where a tool that it needs is missing they are skipped, and `npm run test:engines` fails and says why. */
export function describeEngine({ name, needs, hasPageCache, start }: TriedEngine): void {
  const tools = needs.filter((tool) => tool.available);
  describe.skipIf(tools.length < needs.length)(`the tracking script in ${name}`, () => {
    let engine: Engine;
    let page: EnginePage;
    let collector: Collector;
    let site: Site;

    beforeAll(async () => {
      engine = await start(...tools);
    });
    afterAll(() => engine?.close());
    beforeEach(async () => {
      [collector, site, page] = await Promise.all([startCollector(), startSite(), engine.open()]);
    });
    afterEach(async () => {
      await page.discard();
      await Promise.all([collector.close(), site.close()]);
    });

    const possible = scenarios.filter(({ needsPageCache }) => hasPageCache || !needsPageCache);
    for (const { title, run } of possible) it(title, () => run({ page, site, collector }));
  });
}
