import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCodeRequest } from '../../src/testing/codeRequest.ts';
import { renderLibrary } from '../../src/tracking-code/renderLibrary.ts';
import type { Client, ClientOptions } from '../src/client.ts';
import { type Collector, startCollector } from './collector.ts';

const nowhere = buildCodeRequest({}, { publicUrl: 'http://127.0.0.1:9' });
let collector: Collector;
let directory: string;
let uvp: { init(options: ClientOptions): Client };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-library-'));
  await writeFile(join(directory, 'uvp.cjs'), renderLibrary(nowhere));
  await writeFile(join(directory, 'uvp.mjs'), renderLibrary(nowhere, 'module'));
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
    client.track('queue_length', { type: 'gauge', value: 1, op: 'add' });
    client.track('seconds', { type: 'histogram', value: 0.5 });
    client.track('seconds', { type: 'histogram', value: 0.25 });
    client.track('whatever', { value: 1, timestamp: '2026-01-31T12:00:00Z' });
    client.track('whatever', { value: 1, timestamp: '2026-01-31T12:00:00Z' });
    expect(await client.flush()).toBe(true);
    expect(collector.batches).toHaveLength(1);
    expect(collector.batches[0]?.headers).toMatchObject({
      'x-api-key': 'mk_server',
      'x-api-secret': 'ms_live_secret',
    });
    expect(collector.batches[0]?.headers.origin).toBeUndefined();
    const ageMs = expect.any(Number);
    const timed = { name: 'whatever', value: 1, labels: {}, timestamp: '2026-01-31T12:00:00Z' };
    expect(collector.samples()).toEqual([
      { name: 'orders', type: 'counter', value: 3, labels: { plan: 'pro', seats: '3' }, ageMs },
      { name: 'queue_length', type: 'gauge', value: 8, labels: {}, ageMs },
      { name: 'queue_length', type: 'gauge', op: 'add', value: 1, labels: {}, ageMs },
      { name: 'seconds', type: 'histogram', value: [0.5, 0.25], labels: {}, ageMs },
      timed,
      timed,
    ]);
  });

  it('sends all of what one batch cannot hold before it says that nothing is left', async () => {
    const client = uvp.init(credentials());
    for (let n = 0; n < 500; n += 1) client.track('orders', { type: 'counter', labels: { n } });
    expect(await client.flush()).toBe(true);
    expect(collector.samples()).toHaveLength(500);
    expect(new Set(collector.batches.map(({ body }) => body.batchId)).size).toBe(collector.batches.length);
  });

  it('adds up however many increments there are, and loses none', async () => {
    const client = uvp.init(credentials());
    for (let n = 0; n < 5_000; n += 1) client.track('orders', { type: 'counter' });
    expect(await client.flush()).toBe(true);
    expect(collector.samples()).toMatchObject([{ name: 'orders', value: 5_000 }]);
    for (let n = 0; n < 1_000; n += 1) client.track('seconds', { type: 'histogram', value: n });
    expect(await client.flush()).toBe(true);
    const lists = collector.batches.slice(1).map(({ body }) => [body.metrics[0]?.value ?? []].flat());
    expect(lists.flat()).toHaveLength(1_000);
    // The collector takes 500 values at once.
    expect(Math.max(...lists.map(({ length }) => length))).toBeLessThanOrEqual(500);
  });

  it('sends what the collector will refuse by itself, so that it tells why and spoils nothing', async () => {
    const client = uvp.init(credentials());
    client.track('orders', { type: 'counter', value: 10 });
    client.track('orders', { type: 'counter', value: -4 });
    client.track('orders', { type: 'counter', value: Number.POSITIVE_INFINITY });
    client.track('level', { type: 'gauge' });
    client.track('level', { type: 'gauge', value: -4 });
    Reflect.apply(client.track, undefined, ['level', { type: 'gauge', value: '' }]);
    Reflect.apply(client.track, undefined, ['level', { type: 'gauge', op: 'add', value: null }]);
    client.track('any');
    expect(await client.flush()).toBe(true);
    const seen = collector.samples().map(({ name, value }) => [name, value]);
    expect(seen).toEqual([
      ['orders', 10],
      ['orders', -4],
      ['orders', null],
      ['level', undefined],
      ['level', -4],
      ['level', null],
      ['level', null],
      ['any', undefined],
    ]);
  });

  it('says when something is left, and keeps it', async () => {
    collector.answers.push(503);
    const client = uvp.init(credentials());
    client.track('orders');
    expect(await client.flush()).toBe(false);
    await expect.poll(() => collector.samples().length, { timeout: 5_000 }).toBe(1);
    expect(await client.flush()).toBe(true);
    expect(new Set(collector.batches.map(({ body }) => body.batchId)).size).toBe(1);
  });

  it('throws at nothing that it is given', async () => {
    const client = uvp.init({ ...credentials(), endpoint: 'http://127.0.0.1:9' });
    Reflect.apply(client.track, undefined, []);
    Reflect.apply(client.track, undefined, [Symbol('x'), { value: 1n }]);
    Reflect.apply(uvp.init, undefined, []);
    expect(await client.flush()).toBe(false);
  });

  it('is a module, too', async () => {
    const module = (await import(join(directory, 'uvp.mjs'))) as typeof uvp;
    const client = module.init(credentials());
    client.track('orders');
    expect(await client.flush()).toBe(true);
    expect(collector.samples()).toHaveLength(1);
  });
});
