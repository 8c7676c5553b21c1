import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ApiProcess, startApiProcess } from './testing/apiProcess.ts';
import { type DeafeningProxy, startDeafeningProxy } from './testing/deafeningProxy.ts';
import { buildSender, type Probe, type Sender } from './testing/sender.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

let database: TestDatabase;
let proxy: DeafeningProxy;
/** Changes are made here. */
let near: ApiProcess;
/** Samples are sent here; hears of changes through the proxy. */
let far: ApiProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDeafeningProxy(database.url);
  const limits = {
    RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '100000',
    RATE_LIMIT_BROWSER_PER_SECOND: '1000',
    RATE_LIMIT_BROWSER_BURST: '100000',
  };
  near = await startApiProcess(database.url, limits);
  const { JWT_SECRET = '', BROWSER_TOKEN_KEYS = '' } = near.env;
  far = await startApiProcess(proxy.url, { ...limits, JWT_SECRET, BROWSER_TOKEN_KEYS });
});
afterAll(async () => {
  await Promise.all([near?.stop(), far?.stop()]);
  await proxy?.stop();
  await database?.drop();
});
afterEach(() => proxy.hear());

interface OneKey {
  readonly apiKey: {
    readonly apiKey: string;
    readonly apiSecret: string;
    readonly lastUsedAt: string | null;
    readonly previousSecretLastUsedAt: string | null;
  };
}

const newSender = () => buildSender(near.url, far.url);

/** Milliseconds from now to the start of the last request that was still answered as before; 0 when none was. */
async function lastAnswered(probe: Probe, as: boolean, watchedMs: number): Promise<number> {
  const startedAtMs = performance.now();
  let lastMs = 0;
  for (;;) {
    const sentMs = performance.now() - startedAtMs;
    if (sentMs > watchedMs) return lastMs;
    if ((await probe()) === as) lastMs = sentMs;
    await sleep(20);
  }
}

/** The far process has the sender's records in its caches when the change is made. */
async function untilRefused(probe: Probe, change: () => Promise<unknown>, watchedMs: number): Promise<number> {
  await expect.poll(probe).toBe(true);
  expect(await probe()).toBe(true);
  await change();
  const lastMs = await lastAnswered(probe, true, watchedMs);
  expect(await probe()).toBe(false);
  return lastMs;
}

/** Everything that takes something away, and who is refused then. */
const withdrawals: readonly [string, keyof Sender & `as${string}`, (sender: Sender) => Promise<unknown>][] = [
  ['a key is switched off', 'asServer', (s) => s.change('PATCH', `/apikeys/${s.keyId}`, { isActive: false })],
  ['a key is switched off, for pages', 'asPage', (s) => s.change('PATCH', `/apikeys/${s.keyId}`, { isActive: false })],
  ['a key is deleted', 'asServer', (s) => s.change('DELETE', `/apikeys/${s.keyId}`)],
  ['a secret is replaced', 'asServer', (s) => s.change('POST', `/apikeys/${s.keyId}/rotate`, {})],
  [
    'an overlap of one second ends',
    'asServer',
    (s) => s.change('POST', `/apikeys/${s.keyId}/rotate`, { overlapSeconds: 1 }),
  ],
  [
    'an origin leaves the list',
    'asPage',
    (s) => s.change('PATCH', `/apikeys/${s.keyId}`, { allowedOrigins: ['https://*.shop.example'] }),
  ],
  ['browser tokens are revoked', 'asPage', (s) => s.change('POST', `/metric-configs/${s.configId}/revoke-token`, {})],
  [
    'browser tokens are revoked with an overlap of one second',
    'asPage',
    (s) => s.change('POST', `/metric-configs/${s.configId}/revoke-token`, { overlapSeconds: 1 }),
  ],
  ['a key is switched off, for a site', 'asSite', (s) => s.change('PATCH', `/apikeys/${s.keyId}`, { isActive: false })],
  ['site tokens are revoked', 'asSite', (s) => s.change('POST', `/apikeys/${s.keyId}/revoke-site-token`, {})],
  [
    'site tokens are revoked with an overlap of one second',
    'asSite',
    (s) => s.change('POST', `/apikeys/${s.keyId}/revoke-site-token`, { overlapSeconds: 1 }),
  ],
  ['a metric is not for pages', 'asSite', (s) => s.change('PUT', `/metric-configs/${s.configId}`, { inPages: false })],
  ['a metric is switched off', 'asPage', (s) => s.change('PUT', `/metric-configs/${s.configId}`, { isActive: false })],
  ['a metric is deleted', 'asPage', (s) => s.change('DELETE', `/metric-configs/${s.configId}`)],
  ['an account is deleted', 'asServer', (s) => s.change('DELETE', '/auth/me', { password: s.tenant.password })],
  [
    'an account is deleted, for its session',
    'asSession',
    (s) => s.change('DELETE', '/auth/me', { password: s.tenant.password }),
  ],
  ['all sessions are ended', 'asSession', (s) => s.change('POST', '/auth/signout-everywhere')],
  [
    'a password is changed',
    'asSession',
    (s) =>
      s.change('PUT', '/auth/password', { currentPassword: s.tenant.password, newPassword: 'a different Horse 4 me' }),
  ],
];

describe('a change at one process acts on another', () => {
  it('within two seconds when it takes something away', { timeout: 60_000 }, async () => {
    const seen = await Promise.all(
      withdrawals.map(async ([what, who, change]) => {
        const sender = await newSender();
        return [what, await untilRefused(sender[who], () => change(sender), 2_500)] as const;
      }),
    );
    for (const [what, lastMs] of seen) expect(lastMs, what).toBeLessThan(2_000);
  });

  it('within two seconds when it gives something, also to those who were refused just now', {
    timeout: 60_000,
  }, async () => {
    const [off, renewed, fresh, site] = await Promise.all([newSender(), newSender(), newSender(), newSender()]);
    await off.change('PATCH', `/apikeys/${off.keyId}`, { isActive: false });
    await expect.poll(off.asServer).toBe(false);
    await off.change('PATCH', `/apikeys/${off.keyId}`, { isActive: true });
    expect(await lastAnswered(off.asServer, false, 2_200)).toBeLessThan(2_000);

    await expect.poll(renewed.asServer).toBe(true);
    const { apiKey: rotated } = await renewed.change<OneKey>('POST', `/apikeys/${renewed.keyId}/rotate`, {});
    expect(await lastAnswered(renewed.sends({ apiSecret: rotated.apiSecret }), false, 2_200)).toBeLessThan(2_000);

    await site.change('PUT', `/metric-configs/${site.configId}`, { inPages: false });
    await expect.poll(site.asSite).toBe(false);
    await site.change('PUT', `/metric-configs/${site.configId}`, { inPages: true });
    expect(await lastAnswered(site.asSite, false, 2_200)).toBeLessThan(2_000);

    const { apiKey: second } = await fresh.change<OneKey>('POST', '/apikeys', { keyName: 'second' });
    const asSecond = fresh.sends({ apiKey: second.apiKey, apiSecret: second.apiSecret });
    expect(await lastAnswered(asSecond, false, 2_200)).toBeLessThan(2_000);
  });

  // A connection that was closed is known to be deaf at once: what is cached lives two seconds then.
  it.each([
    ['silent', 5_000],
    ['refused', 2_300],
  ] as const)(
    'when the other hears nothing, its connection being %s, within %i ms',
    { timeout: 60_000 },
    async (how, withinMs) => {
      const chosen = withdrawals.filter(([, who]) => who !== 'asSession');
      const senders = await Promise.all(chosen.map(() => newSender()));
      await Promise.all(chosen.map(([, who], i) => expect.poll(senders[i]?.[who] ?? fail).toBe(true)));
      // Otherwise it was not deaf, and this shows nothing.
      await expect.poll(() => proxy.listeners(), { timeout: 5_000 }).toBeGreaterThan(0);
      proxy.deafen(how);
      const seen = await Promise.all(
        chosen.map(async ([what, who, change], i) => {
          const sender = senders[i] ?? fail();
          return [what, await untilRefused(sender[who], () => change(sender), 5_500)] as const;
        }),
      );
      for (const [what, lastMs] of seen) expect(lastMs, what).toBeLessThan(withinMs);
    },
  );

  it('within five seconds when the listening connections are ended again and again', { timeout: 60_000 }, async () => {
    const chosen = withdrawals.filter(([, who]) => who !== 'asSession');
    const senders = await Promise.all(chosen.map(() => newSender()));
    let stopped = false;
    let ended = 0;
    const endListeners = async () => {
      while (!stopped) {
        const { rowCount } = await database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'uvp-listen' and datname = current_database()`,
        );
        ended += rowCount ?? 0;
        await sleep(10);
      }
    };
    const ending = endListeners();
    const seen = await Promise.all(
      chosen.map(async ([what, who, change], i) => {
        const sender = senders[i] ?? fail();
        return [what, await untilRefused(sender[who], () => change(sender), 5_500)] as const;
      }),
    );
    stopped = true;
    await ending;
    for (const [what, lastMs] of seen) expect(lastMs, what).toBeLessThan(5_000);
    expect(ended).toBeGreaterThan(2);
  });

  it('within two seconds again as soon as it hears again', { timeout: 60_000 }, async () => {
    const [before, after] = [await newSender(), await newSender()];
    await expect.poll(before.asServer).toBe(true);
    proxy.deafen('refused');
    await before.change('PATCH', `/apikeys/${before.keyId}`, { isActive: false });
    proxy.hear();
    // Listening begins again within the longest pause between attempts, and what was missed is asked for anew.
    await expect.poll(before.asServer, { timeout: 5_000 }).toBe(false);
    const change = () => after.change('PATCH', `/apikeys/${after.keyId}`, { isActive: false });
    expect(await untilRefused(after.asServer, change, 2_500)).toBeLessThan(2_000);
  });
});

describe('a rotation with an overlap', () => {
  it('lets both secrets work, and tells the owner that the old one is still in use', { timeout: 60_000 }, async () => {
    const { keyId, change, sends, asServer } = await newSender();
    const { apiKey: rotated } = await change<OneKey>('POST', `/apikeys/${keyId}/rotate`, { overlapSeconds: 600 });
    const asNew = sends({ apiSecret: rotated.apiSecret });
    const shown = async () => {
      const { apiKeys } = await change<{ apiKeys: OneKey['apiKey'][] }>('GET', '/apikeys');
      return apiKeys[0];
    };
    await expect.poll(asNew).toBe(true);
    await expect.poll(async () => (await shown())?.lastUsedAt).not.toBeNull();
    expect((await shown())?.previousSecretLastUsedAt).toBeNull();
    expect(await asServer()).toBe(true);
    await expect.poll(async () => (await shown())?.previousSecretLastUsedAt).not.toBeNull();
    expect([await asServer(), await asNew()]).toEqual([true, true]);
    await change('POST', `/apikeys/${keyId}/rotate`, {});
    await expect.poll(async () => [await asServer(), await asNew()]).toEqual([false, false]);
    expect((await shown())?.previousSecretLastUsedAt).toBeNull();
  });
});

function fail(): never {
  throw new Error('there is no sender');
}
