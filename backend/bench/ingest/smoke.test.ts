import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { runBench, smokeSize } from './runBench.ts';

describeWith(['wrk', 'pushgateway'], 'the benchmark of ingestion', () => {
  it('measures every row, and the product keeps up with what stores nothing', { timeout: 120_000 }, async () => {
    const results = await runBench(smokeSize, { fromSource: true });
    const [{ rows } = { rows: [] }] = results.throughput;
    expect(rows.map(({ name }) => name)).toHaveLength(5);
    for (const { requestsPerSecond, serverCpuUs } of [...rows, ...results.processes]) {
      expect(requestsPerSecond.median).toBeGreaterThan(0);
      expect(serverCpuUs.median).toBeGreaterThan(0);
    }
    expect(results.newSeries.first.series).toBe(400);
    expect(results.signIns.accepted).toBeGreaterThan(0);
    expect(results.stats).toMatchObject({ metrics: 20, requests: 1 });
    expect(results.forwarding.tenants).toBe(50);
  });
});
