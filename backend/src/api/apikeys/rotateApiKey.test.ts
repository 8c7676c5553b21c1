import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { secretMatches } from '../../credentials/apiKeySecret.ts';
import { buildApiKey } from '../../testing/builders.ts';
import { listenToChanges } from '../../testing/listenToChanges.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
let id: string;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
  id = user.apiKey.id;
});

const path = '/api/v1/apikeys';
const rotate = (body: unknown, of = id, as = user) =>
  t.request
    .post(`${path}/${of}/rotate`)
    .set(as.auth)
    .send(body as object);
const row = () => t.deps.models.ApiKey.findByPk(id, { rejectOnEmpty: true });
const shown = async () => (await t.request.get(path).set(user.auth)).body.apiKeys[0];
const nobodysIds = ['00000000-0000-4000-8000-000000000000', 'nonsense', '1', '%00', "'%20or%201=1--"];

describe('POST /api/v1/apikeys/:id/rotate', () => {
  it('shows a new secret once, stores its hash, and ends the old one', async () => {
    const { apiSecret: old = '' } = user.apiKey;
    const { status, body, headers } = await rotate({});
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const { apiSecret } = body.apiKey;
    expect(apiSecret).toMatch(/^ms_live_[0-9A-Za-z]{49}$/);
    expect(apiSecret).not.toBe(old);
    expect(body.apiKey).toMatchObject({
      id,
      apiKey: user.apiKey.apiKey,
      keyName: 'Default',
      secretHint: `ms_live_…${apiSecret.slice(-4)}`,
      previousSecretExpiresAt: null,
      previousSecretLastUsedAt: null,
    });
    const stored = await row();
    expect(secretMatches(apiSecret, stored.apiSecret)).toBe(true);
    expect([stored.previousSecret, stored.previousSecretExpiresAt]).toEqual([null, null]);
    expect(JSON.stringify(stored)).not.toContain(apiSecret);
    expect(JSON.stringify(await shown())).not.toContain(apiSecret);
    expect(t.log.text()).not.toContain(apiSecret);
  });

  it('keeps the old secret for the chosen overlap', async () => {
    const before = Date.now();
    const { body } = await rotate({ overlapSeconds: 600 });
    const endsAtMs = Date.parse(body.apiKey.previousSecretExpiresAt);
    expect(endsAtMs).toBeGreaterThanOrEqual(before + 600_000);
    expect(endsAtMs).toBeLessThanOrEqual(Date.now() + 600_000);
    expect(secretMatches(user.apiKey.apiSecret ?? '', (await row()).previousSecret ?? '')).toBe(true);
    expect(await shown()).toMatchObject({ previousSecretExpiresAt: body.apiKey.previousSecretExpiresAt });
  });

  it('keeps one old secret: another rotation ends the one before, and without an overlap all', async () => {
    const first = (await rotate({ overlapSeconds: 2_592_000 })).body.apiKey;
    const second = (await rotate({ overlapSeconds: 60 })).body.apiKey;
    expect(Date.parse(second.previousSecretExpiresAt)).toBeLessThan(Date.parse(first.previousSecretExpiresAt));
    expect(secretMatches(first.apiSecret, (await row()).previousSecret ?? '')).toBe(true);
    const third = (await rotate({ overlapSeconds: 0 })).body.apiKey;
    expect(third.previousSecretExpiresAt).toBeNull();
    expect((await row()).previousSecret).toBeNull();
  });

  it('forgets when an earlier secret was used, and shows no overlap that is over', async () => {
    const past = new Date(Date.now() - 1_000);
    await t.deps.models.ApiKey.update(
      { previousSecret: 'a'.repeat(64), previousSecretExpiresAt: past, previousSecretLastUsedAt: past },
      { where: { id } },
    );
    expect(await shown()).toMatchObject({
      previousSecretExpiresAt: null,
      previousSecretLastUsedAt: past.toISOString(),
    });
    expect((await rotate({ overlapSeconds: 60 })).body.apiKey.previousSecretLastUsedAt).toBeNull();
  });

  it('needs no body, and leaves everything else as it is, also of a key that is switched off', async () => {
    const { apiKey } = await buildApiKey(t.deps.models, {
      userId: user.id,
      isActive: false,
      expiresAt: new Date('2020-01-01'),
      allowedOrigins: ['https://shop.example'],
    });
    const { status, body } = await t.request.post(`${path}/${apiKey.id}/rotate`).set(user.auth);
    expect(status).toBe(200);
    expect(body.apiKey).toMatchObject({
      isActive: false,
      expiresAt: '2020-01-01T00:00:00.000Z',
      allowedOrigins: ['https://shop.example'],
    });
  });

  it('leaves one secret in force, and one before it, when several rotate at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => rotate({ overlapSeconds: 60 })));
    const { apiSecret, previousSecret } = await row();
    const secrets: string[] = answers.map(({ body }) => body.apiKey.apiSecret);
    expect(secrets.filter((secret) => secretMatches(secret, apiSecret))).toHaveLength(1);
    expect(secrets.filter((secret) => secretMatches(secret, previousSecret ?? ''))).toHaveLength(1);
  });

  it.each([
    ['an overlap below 0', { overlapSeconds: -1 }, 'body.overlapSeconds'],
    ['an overlap of more than 30 days', { overlapSeconds: 2_592_001 }, 'body.overlapSeconds'],
    ['an overlap of part of a second', { overlapSeconds: 0.5 }, 'body.overlapSeconds'],
    ['an overlap that is text', { overlapSeconds: '60' }, 'body.overlapSeconds'],
    ['an overlap that is a list', { overlapSeconds: [60] }, 'body.overlapSeconds'],
    ['an overlap that is nothing', { overlapSeconds: null }, 'body.overlapSeconds'],
    ['an overlap past all numbers', '{"overlapSeconds": 1e400}', 'body.overlapSeconds'],
    ['a secret of its own choice', { apiSecret: 'ms_live_mine' }, 'body.apiSecret'],
    ['a body that is a list', [], 'body'],
  ])('refuses %s and keeps the secret', async (_what, body, where) => {
    const before = (await row()).apiSecret;
    const answer = await t.request
      .post(`${path}/${id}/rotate`)
      .set({ ...user.auth, 'Content-Type': 'application/json' })
      .send(body as object);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([where]);
    expect((await row()).apiSecret).toBe(before);
  });

  it("does not find another user's key, and leaves its secret", async () => {
    const other = await t.signUp();
    const { status, body } = await rotate({}, other.apiKey.id);
    expect([status, body.code]).toEqual([404, 'not_found']);
    const theirs = await t.deps.models.ApiKey.findByPk(other.apiKey.id, { rejectOnEmpty: true });
    expect(secretMatches(other.apiKey.apiSecret ?? '', theirs.apiSecret)).toBe(true);
  });

  it.each(nobodysIds)('does not find %s', async (nobodys) => expect((await rotate({}, nobodys)).status).toBe(404));

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await t.request.post(`${path}/${id}/rotate`).send({});
    const withKey = await t.request
      .post(`${path}/${id}/rotate`)
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
    expect(secretMatches(apiSecret, (await row()).apiSecret)).toBe(true);
  });
});

describe('a rotation', () => {
  it('is announced to every replica when it is committed, and not when it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    await rotate({});
    await rotate({ overlapSeconds: -1 });
    await rotate({}, '00000000-0000-4000-8000-000000000000');
    expect(await changes.stop()).toEqual([user.id]);
  });
});
