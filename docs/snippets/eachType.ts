import { expect } from 'vitest';
import type { Described } from '../../frontend/src/examples/exampleSample.ts';
import { createMetric, expectTotal } from './counting.ts';
import type { World } from './world.ts';

/** Breaks out of quotes, of a command, of a script and of an attribute where it is not escaped. */
export const HOSTILE = `it's $(exit 9) \`exit 9\` "free" </script> \\ é`;

const totals = { counter: 1, gauge: 42, histogram: 1, summary: 1 } as const;
let last = 0;

/** Makes a metric of each type whose label holds what breaks quoting, runs what sends one sample of it, and looks that it has arrived. */
export async function countOneOfEachType(world: World, run: (metric: Described) => Promise<unknown>): Promise<void> {
  for (const metricType of Object.keys(totals) as (keyof typeof totals)[]) {
    last += 1;
    const metric = { metricName: `each_type_${last}`, metricType, labels: { plan: HOSTILE, path: '$path' } };
    const id = await createMetric(world, metric);
    await run(metric);
    await expectTotal(world, id, totals[metricType]);
    const { body } = await world.server.call<{ series: { labels: Record<string, string> }[] }>(
      'GET',
      `/api/v1/metric-configs/${id}/series`,
      { token: world.tenant.token },
    );
    expect(body.series[0]?.labels).toMatchObject({ plan: HOSTILE, path: '/pricing' });
  }
}
