import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

let server: TestPlatform;
let tenant: TestTenant;

beforeAll(async () => {
  server = await startTestPlatform();
  tenant = await server.signUp();
});
afterAll(() => server.stop());

type Sample = Record<string, unknown>;
let made = 0;

/** A gauge of its own: sends samples in one request and gives back its value. */
async function gauge(): Promise<(...samples: Sample[]) => Promise<number>> {
  made += 1;
  const name = `gauge${made}`;
  const id = await server.createMetric(tenant, { metricName: name, metricType: 'gauge' });
  return async (...samples) => {
    const { status, body } = await server.push(
      tenant,
      samples.map((sample) => ({ name, ...sample })),
    );
    expect([status, body.rejected]).toEqual([202, []]);
    return server.total(tenant, id);
  };
}

const minute = 60_000;
const ago = (minutes: number) => Date.now() - minutes * minute;

describe('a gauge', () => {
  it('is set, and moved', async () => {
    const send = await gauge();
    expect(await send({ value: 10 })).toBe(10);
    expect(await send({ value: -2.5 })).toBe(-2.5);
    expect(await send({ value: 4, op: 'add' })).toBe(1.5);
    expect(await send({ value: -1.5, op: 'add' })).toBe(0);
    expect(await send({ value: 7, op: 'set' })).toBe(7);
  });

  it('has the last of several values, and the moves after it', async () => {
    const send = await gauge();
    expect(
      await send({ value: 1 }, { value: 5, op: 'add' }, { value: 2 }, { value: 3, op: 'add' }, { value: 4, op: 'add' }),
    ).toBe(9);
  });

  it('can be moved before it was ever set', async () => {
    const send = await gauge();
    expect(await send({ value: -3, op: 'add' })).toBe(-3);
    expect(await send({ value: 8, timestamp: '2000-01-01T00:00:00Z' })).toBe(8);
  });

  it('refuses a time in seconds, which would be older than any value', async () => {
    const send = await gauge();
    expect(await send({ value: 3 })).toBe(3);
    const { status, body } = await server.push(tenant, [
      { name: `gauge${made}`, value: 9, timestamp: Math.floor(Date.now() / 1000) },
    ]);
    expect([status, body.errors?.[0]?.code]).toEqual([400, 'invalid_sample']);
    expect(body.errors?.[0]?.message).toContain('multiply epoch seconds by 1000');
  });

  it('takes the newest value by its time, in whatever order they come', async () => {
    const send = await gauge();
    expect(await send({ value: 2, timestamp: ago(2) })).toBe(2);
    expect(await send({ value: 3, timestamp: new Date(ago(3)).toISOString() })).toBe(2);
    expect(await send({ value: 1, ageMs: minute })).toBe(1);
    expect(await send({ value: 5, ageMs: 5 * minute })).toBe(1);
    expect(
      await send({ value: 6, ageMs: 6 * minute }, { value: 0.5, timestamp: ago(0.5) }, { value: 4, timestamp: ago(4) }),
    ).toBe(0.5);
  });

  it('keeps moves when an older value arrives late', async () => {
    const send = await gauge();
    await send({ value: 10, timestamp: ago(1) });
    expect(await send({ value: 5, op: 'add' }, { value: 99, timestamp: ago(9) })).toBe(15);
  });

  it('takes a time in the future for now, so that it cannot hold a value for ever', async () => {
    const send = await gauge();
    expect(await send({ value: 1, timestamp: Date.now() + 365 * 1_440 * minute })).toBe(1);
    expect(await send({ value: 2, timestamp: '9999-12-31T23:59:59Z' })).toBe(2);
    expect(await send({ value: 3 })).toBe(3);
  });

  it('lets the later one win on ties', async () => {
    const send = await gauge();
    const timestamp = ago(1);
    expect(await send({ value: 1, timestamp }, { value: 2, timestamp })).toBe(2);
    expect(await send({ value: 3, timestamp })).toBe(3);
  });

  it('takes fractions of milliseconds, the earliest time and the smallest number', async () => {
    const send = await gauge();
    expect(await send({ value: 1, timestamp: 946_684_800_000 })).toBe(1);
    expect(await send({ value: 2, timestamp: 946_684_800_000.25 })).toBe(2);
    expect(await send({ value: 3, ageMs: 1e-300 })).toBe(3);
    expect(await send({ value: 4, ageMs: 0.25 }, { value: 5 })).toBe(5);
  });
});
