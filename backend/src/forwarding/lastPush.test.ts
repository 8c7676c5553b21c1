import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { type ApiProcess, startApiProcess } from '../testing/apiProcess.ts';
import { insertTenants } from '../testing/forwardingRig.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createTestClient } from '../testing/testPlatform.ts';

let database: TestDatabase;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await database.drop();
});

async function start(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const api = await startApiProcess(database.url, env);
  cleanUps.push(() => api.kill());
  return api;
}

describeWith(['pushgateway'], 'the last push of a process', () => {
  it('brings what was acknowledged before SIGTERM, though no round was due', async () => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    cleanUps.push(() => gateway.stop());
    const api = await start({ PUSHGATEWAY_URLS: gateway.url, PUSH_INTERVAL_SECONDS: '300' });
    const client = createTestClient(api.url);
    const tenant = await client.signUp();
    await client.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' });
    expect((await client.push(tenant, [{ name: 'queue', value: 5 }])).status).toBe(202);
    api.process.kill('SIGTERM');
    expect(await api.exited).toBe('exit code 0');
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(/^queue\{.*\} 5$/m);
  });
});

describe('a process whose gateway takes bodies and does not answer', () => {
  it('ends in order all the same', async () => {
    let bodies = 0;
    const gateway: Server = createServer((req, res) => {
      if (req.method === 'GET') res.end('{"data":{"start_time":"now","flags":{}}}');
      else bodies += 1;
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    cleanUps.push(async () => {
      gateway.closeAllConnections();
      gateway.close();
    });
    await insertTenants(database, 30);
    const { port } = gateway.address() as AddressInfo;
    const api = await start({ PUSHGATEWAY_URLS: `http://127.0.0.1:${port}`, PUSH_INTERVAL_SECONDS: '0.2' });
    await expect.poll(() => bodies).toBeGreaterThanOrEqual(4);
    const startedAtMs = performance.now();
    api.process.kill('SIGTERM');
    expect(await api.exited).toBe('exit code 0');
    expect(performance.now() - startedAtMs).toBeLessThan(7_000);
  });
});
