import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoadingCache } from '../../caching/cache.ts';
import { generateApiKey } from '../../credentials/apiKeySecret.ts';
import { signBrowserToken } from '../../credentials/browserToken.ts';
import { signSiteToken } from '../../credentials/siteToken.ts';
import { TooManyRequestsError, UnauthenticatedError } from '../../errors.ts';
import type { CatalogConfig } from '../series/catalog.ts';
import { createAuthenticate, type Sender } from './authenticate.ts';
import type { KeyRecord } from './keyDirectory.ts';

const nowMs = Date.UTC(2030, 0, 1);
const at = (ms: number) => new Date(nowMs + ms);
const tenantId = randomUUID();
const configId = randomUUID();
const [current, previous, older, stranger] = [generateApiKey(), generateApiKey(), generateApiKey(), generateApiKey()];
const { apiKey } = current;
const signingKey = { id: 'k1', secret: randomBytes(32) };

const usual: KeyRecord = {
  id: 'key',
  apiKey,
  tenantId,
  secretHash: current.secretHash,
  previousSecretHash: null,
  previousSecretExpiresAt: null,
  allowedOrigins: [],
  isActive: true,
  expiresAt: null,
  createsMetrics: false,
  countRobots: false,
  siteTokenVersion: 1,
  previousSiteTokenExpiresAt: null,
};
const overlapping = { previousSecretHash: previous.secretHash, previousSecretExpiresAt: at(1) };

/** Who it is to a process that has these records; `unauthenticated` and the like for those who are nobody. */
function rig(
  key: Partial<KeyRecord> = {},
  config: Partial<CatalogConfig> = {},
  mayLookUp = () => true,
  ttlMs = 60_000,
) {
  const record = { ...usual, ...key };
  const keys = new LoadingCache<KeyRecord>(async (id) => (id === record.apiKey ? record : undefined), {
    max: 10,
    maxBytes: 100_000,
    bytesOf: () => 1_000,
    ttlMs,
    absentTtlMs: 60_000,
    freshness: { announcementsHeard: () => true },
  });
  const known = { id: configId, tokenVersion: 1, previousTokenExpiresAt: null, ...config } as CatalogConfig;
  const byId = (id: string) => (id === known.id ? known : undefined);
  const authenticate = createAuthenticate({
    keys,
    catalog: {
      of: async (tenant) => ({
        tenantId: tenant,
        byId: tenant === tenantId ? byId : () => undefined,
        named: () => [],
        wasDeleted: () => false,
      }),
      isBehind: async () => false,
      peek: () => undefined,
      forget: () => {},
      clear: () => {},
      bytes: () => 0,
    },
    signingKeys: [signingKey],
    now: () => new Date(nowMs),
  });
  return async (apiSecret: string, more: { origin?: string; apiKey?: string } = {}): Promise<Sender | string> =>
    authenticate({ apiKey, origin: undefined, ...more, apiSecret }, async () => mayLookUp()).catch((error: unknown) => {
      if (error instanceof UnauthenticatedError) return `${error.code}: ${error.message}`;
      return (error as { code?: string }).code ?? String(error);
    });
}

const refused = 'invalid_api_key: The API key and secret are not valid together, or no longer valid.';
const server = { tenantId, apiKeyId: 'key', writes: { kind: 'all' }, createsMetrics: false, countRobots: false };
const page = {
  tenantId,
  apiKeyId: 'key',
  writes: { kind: 'one', configId },
  createsMetrics: false,
  countRobots: false,
  previousSecretHash: undefined,
};
const token = (tokenVersion: number, metricConfigId = configId, of = apiKey) =>
  signBrowserToken({ apiKey: of, metricConfigId, tokenVersion }, signingKey);

describe('a secret', () => {
  it('is taken when it is the current one, and told from the one before', async () => {
    expect(await rig()(current.apiSecret)).toEqual({ ...server, previousSecretHash: undefined });
    expect(await rig(overlapping)(current.apiSecret)).toEqual({ ...server, previousSecretHash: undefined });
    expect(await rig(overlapping)(previous.apiSecret)).toEqual({ ...server, previousSecretHash: previous.secretHash });
  });

  it.each<[string, Partial<KeyRecord>, string]>([
    ["somebody else's", overlapping, stranger.apiSecret],
    ['the one before, without an overlap', {}, previous.apiSecret],
    [
      'the one before, when the overlap is over',
      { ...overlapping, previousSecretExpiresAt: at(0) },
      previous.apiSecret,
    ],
    ['the one before, with an end and no hash', { previousSecretExpiresAt: at(1) }, previous.apiSecret],
    ['the one before, with a hash and no end', { previousSecretHash: previous.secretHash }, previous.apiSecret],
    ['the one before that', overlapping, older.apiSecret],
    ['the current one of a key that is switched off', { isActive: false }, current.apiSecret],
    ['the one before of a key that is switched off', { ...overlapping, isActive: false }, previous.apiSecret],
    ['the current one of a key that has expired', { expiresAt: at(0) }, current.apiSecret],
    ['the one before of a key that has expired', { ...overlapping, expiresAt: at(0) }, previous.apiSecret],
    ['its own hash', overlapping, previous.secretHash],
    ['nothing', overlapping, ''],
  ])('is refused in the same words when it is %s', async (_what, key, secret) => {
    expect(await rig(key)(secret)).toBe(refused);
  });

  it('is refused in the same words when the key is unknown or no key at all', async () => {
    for (const other of [stranger.apiKey, 'mk_', '', `${apiKey}\n`, '__proto__']) {
      expect(await rig(overlapping)(current.apiSecret, { apiKey: other })).toBe(refused);
    }
  });

  it('is never taken from a page, whether it is the current one or the one before', async () => {
    for (const { apiSecret } of [current, previous]) {
      expect(await rig(overlapping)(apiSecret, { origin: 'https://shop.example' })).toBe('secret_in_browser');
    }
    expect(await rig(overlapping)(older.apiSecret, { origin: 'https://shop.example' })).toBe(refused);
  });

  it('is taken in exactly the two cases there are, through any history of rotations', async () => {
    const rotation = fc.record({ overlapMs: fc.nat({ max: 500 }), thenMs: fc.nat({ max: 500 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(rotation, { maxLength: 6 }), async (history) => {
        let key = usual;
        const secrets = [current];
        /** When each secret ends; the last one does not. */
        const ends = [Number.POSITIVE_INFINITY];
        let clock = -history.reduce((sum, { thenMs }) => sum + thenMs, 0);
        for (const { overlapMs, thenMs } of history) {
          const made = generateApiKey();
          ends.fill(clock, 0, -1);
          ends[ends.length - 1] = clock + overlapMs;
          key = {
            ...key,
            secretHash: made.secretHash,
            previousSecretHash: overlapMs > 0 ? key.secretHash : null,
            previousSecretExpiresAt: overlapMs > 0 ? at(clock + overlapMs) : null,
          };
          secrets.push(made);
          ends.push(Number.POSITIVE_INFINITY);
          clock += thenMs;
        }
        const authenticate = rig(key);
        for (const [i, { apiSecret }] of secrets.entries()) {
          const isLast = i === secrets.length - 1;
          const isBefore = i === secrets.length - 2;
          const expected = isLast || (isBefore && (ends[i] ?? 0) > 0);
          expect(typeof (await authenticate(apiSecret)) === 'object').toBe(expected);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is compared in the same time, whichever character is wrong', { timeout: 30_000 }, async () => {
    const authenticate = rig(overlapping);
    const variants = { known: { apiKey }, unknown: { apiKey: stranger.apiKey } };
    const times: Record<string, number[]> = { known: [], unknown: [] };
    const attempts = Array.from({ length: 4_000 }, () => generateApiKey().apiSecret);
    for (const apiSecret of attempts) {
      for (const [name, who] of Object.entries(variants)) {
        const startedAtMs = performance.now();
        await authenticate(apiSecret, who);
        times[name]?.push(performance.now() - startedAtMs);
      }
    }
    const median = (list: number[] = []) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

const site = { ...page, writes: { kind: 'inPages' } };
const siteToken = (tokenVersion: number, of = apiKey) => signSiteToken({ apiKey: of, tokenVersion }, signingKey);

describe('a browser token', () => {
  it('is taken in the current version, and in the one before until its overlap ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.integer({ min: -2, max: 2 })),
        async (sent, tokenVersion, endsInMs) => {
          const previousTokenExpiresAt = endsInMs === null ? null : at(endsInMs);
          const inOverlap = sent === tokenVersion - 1 && endsInMs !== null && endsInMs > 0;
          const answer = await rig({}, { tokenVersion, previousTokenExpiresAt })(token(sent));
          expect(answer).toEqual(sent === tokenVersion || inOverlap ? page : refused);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each<[string, () => Promise<Sender | string>]>([
    ['of another configuration', () => rig()(token(1, randomUUID()))],
    ['that was made for another key', () => rig()(token(1, configId, stranger.apiKey))],
    ['whose key belongs to another tenant', () => rig({ tenantId: randomUUID() })(token(1))],
    ['whose key is switched off', () => rig({ isActive: false })(token(1))],
    ['whose key has expired', () => rig({ expiresAt: at(-1) })(token(1))],
    ['with one character changed', () => rig()(token(1).replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')))],
    ['of a version of its own choice', () => rig({}, { tokenVersion: 2 })(token(1).replace('k1.1.', 'k1.2.'))],
  ])('is refused in the same words %s', async (_what, answer) => expect(await answer()).toBe(refused));

  it.each<[string | undefined, boolean]>([
    ['https://shop.example', true],
    ['https://www.shop.example', true],
    ['https://a.b.shop.example', true],
    ['http://shop.example', false],
    ['https://shop.example:8443', false],
    ['https://evilshop.example', false],
    ['https://shop.example.evil.test', false],
    ['null', false],
    [undefined, false],
  ])('from %s is taken: %s, when the key has a list', async (origin, isTaken) => {
    const authenticate = rig({ allowedOrigins: ['https://shop.example', 'https://*.shop.example'] });
    const answer = await authenticate(token(1), origin === undefined ? {} : { origin });
    expect(answer).toEqual(isTaken ? page : 'origin_not_allowed');
  });
});

describe('a site token', () => {
  it('is taken in the current version, and in the one before until its overlap ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.integer({ min: -2, max: 2 })),
        async (sent, siteTokenVersion, endsInMs) => {
          const previousSiteTokenExpiresAt = endsInMs === null ? null : at(endsInMs);
          const inOverlap = sent === siteTokenVersion - 1 && endsInMs !== null && endsInMs > 0;
          const answer = await rig({ siteTokenVersion, previousSiteTokenExpiresAt })(siteToken(sent));
          expect(answer).toEqual(sent === siteTokenVersion || inOverlap ? site : refused);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lets nobody create metrics, whatever its key may do', async () => {
    expect(await rig({ createsMetrics: true })(siteToken(1))).toEqual(site);
  });

  it.each<[string, () => Promise<Sender | string>]>([
    ['that was made for another key', () => rig()(siteToken(1, stranger.apiKey))],
    ['beside an unknown key', () => rig()(siteToken(1, stranger.apiKey), { apiKey: stranger.apiKey })],
    ['whose key is switched off', () => rig({ isActive: false })(siteToken(1))],
    ['whose key has expired', () => rig({ expiresAt: at(-1) })(siteToken(1))],
    ['with one character changed', () => rig()(siteToken(1).replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')))],
    ['of a version of its own choice', () => rig({ siteTokenVersion: 2 })(siteToken(1).replace('k1.1.', 'k1.2.'))],
  ])('is refused in the same words %s', async (_what, answer) => expect(await answer()).toBe(refused));

  it.each<[string | undefined, boolean]>([
    ['https://shop.example', true],
    ['https://evil.example', false],
    ['null', false],
    [undefined, false],
  ])('from %s is taken: %s, when the key has a list', async (origin, isTaken) => {
    const authenticate = rig({ allowedOrigins: ['https://shop.example'] });
    const answer = await authenticate(siteToken(1), origin === undefined ? {} : { origin });
    expect(answer).toEqual(isTaken ? site : 'origin_not_allowed');
  });
});

describe('a look-up', () => {
  it('is not made for an address that has failed too often', async () => {
    const answer = await rig({}, {}, () => false)(current.apiSecret);
    expect(answer).toBe(new TooManyRequestsError('', 1).code);
  });

  it('is made for a key that was real before, even if all that was cached has been dropped', async () => {
    let mayLookUp = true;
    const authenticate = rig({}, {}, () => mayLookUp, 0);
    expect(await authenticate(current.apiSecret)).toMatchObject(server);
    mayLookUp = false;
    expect(await authenticate(current.apiSecret)).toMatchObject(server);
    expect(await authenticate(current.apiSecret, { apiKey: stranger.apiKey })).toBe('rate_limited');
  });
});
