import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderLibrary } from '../../src/tracking-code/renderLibrary.ts';
import type { Client, ClientOptions } from '../src/library.ts';
import { type Collector, startCollector } from './collector.ts';

let collector: Collector;
let directory: string;
let uvp: { init(options: ClientOptions): Client };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-library-'));
  await writeFile(join(directory, 'uvp.cjs'), renderLibrary('http://127.0.0.1:9'));
  uvp = createRequire(import.meta.url)(join(directory, 'uvp.cjs'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  collector = await startCollector();
  return () => collector.close();
});

const credentials = () => ({ apiKey: 'mk_server', apiSecret: 'ms_live_secret', endpoint: `${collector.url}/` });

describe('the generic library on a server', () => {
  it('sends any metric, as a server: in headers, without an Origin', async () => {
    const client = uvp.init(credentials());
    client.track('orders', { type: 'counter', value: 2, labels: { plan: 'pro', seats: 3 } });
    client.track('orders', { type: 'counter', labels: { plan: 'pro', seats: 3 } });
    client.track('queue_length', { type: 'gauge', value: 7 });
    client.track('queue_length', { type: 'gauge', value: 8 });
    client.track('seconds', { type: 'histogram', value: 0.5 });
    client.track('seconds', { type: 'histogram', value: 0.25 });
    client.track('whatever', { value: 1, timestamp: '2026-01-31T12:00:00Z' });
    expect(await client.flush()).toBe(true);
    expect(collector.batches).toHaveLength(1);
    expect(collector.batches[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-api-key': 'mk_server',
      'x-api-secret': 'ms_live_secret',
    });
    expect(collector.batches[0]?.headers.origin).toBeUndefined();
    const ageMs = expect.any(Number);
    expect(collector.samples()).toEqual([
      { name: 'orders', type: 'counter', value: 3, labels: { plan: 'pro', seats: '3' }, ageMs },
      { name: 'queue_length', type: 'gauge', value: 8, labels: {}, ageMs },
      { name: 'seconds', type: 'histogram', value: [0.5, 0.25], labels: {}, ageMs },
      { name: 'whatever', value: 1, labels: {}, timestamp: '2026-01-31T12:00:00Z' },
    ]);
  });

  it('says when something is left, and keeps it', async () => {
    collector.answers.push(503);
    const client = uvp.init(credentials());
    client.track('orders');
    expect(await client.flush()).toBe(false);
    await expect.poll(() => collector.samples().length, { timeout: 5_000 }).toBe(1);
    expect(await client.flush()).toBe(true);
    expect(client.dropped()).toBe(0);
  });

  it('throws at nothing that it is given', async () => {
    const client = uvp.init({ ...credentials(), endpoint: 'http://127.0.0.1:9' });
    Reflect.apply(client.track, undefined, []);
    Reflect.apply(client.track, undefined, [Symbol('x'), { value: 1n }]);
    Reflect.apply(uvp.init, undefined, []);
    expect(await client.flush()).toBe(false);
  });
});
