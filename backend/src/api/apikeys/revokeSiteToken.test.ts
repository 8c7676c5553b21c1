import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const path = (of = id) => `/api/v1/apikeys/${of}/revoke-site-token`;
const revoke = (body: unknown, of = id, as = user) =>
  t.request
    .post(path(of))
    .set(as.auth)
    .send(body as object);
const row = () => t.deps.models.ApiKey.findByPk(id, { rejectOnEmpty: true });
const shown = async () => (await t.request.get('/api/v1/apikeys').set(user.auth)).body.apiKeys[0];

describe('POST /api/v1/apikeys/:id/revoke-site-token', () => {
  it('raises the version, and changes nothing else of the key', async () => {
    const before = await shown();
    expect(before).toMatchObject({ siteTokenVersion: 1, previousSiteTokenExpiresAt: null });
    const { status, body } = await revoke({});
    expect(status).toBe(200);
    expect(body.apiKey).toEqual({ ...before, siteTokenVersion: 2, updatedAt: expect.any(String) });
    expect(await shown()).toEqual(body.apiKey);
  });

  it('says until when tokens from before work, and not of an overlap that is over', async () => {
    const before = Date.now();
    const { body } = await revoke({ overlapSeconds: 300 });
    const endsAtMs = Date.parse(body.apiKey.previousSiteTokenExpiresAt);
    expect(endsAtMs).toBeGreaterThanOrEqual(before + 300_000);
    expect(endsAtMs).toBeLessThanOrEqual(Date.now() + 300_000);
    await (await row()).update({ previousSiteTokenExpiresAt: new Date(Date.now() - 1_000) });
    expect((await shown()).previousSiteTokenExpiresAt).toBeNull();
  });

  it('ends an earlier overlap', async () => {
    await revoke({ overlapSeconds: 2_592_000 });
    expect((await revoke({})).body.apiKey).toMatchObject({ siteTokenVersion: 3, previousSiteTokenExpiresAt: null });
  });

  it('counts every one of several at once, beside changes that end no token', async () => {
    await Promise.all([
      ...Array.from({ length: 5 }, () => revoke({ overlapSeconds: 60 })),
      t.request.patch(`/api/v1/apikeys/${id}`).set(user.auth).send({ keyName: 'Renamed' }),
      t.request.post(`/api/v1/apikeys/${id}/rotate`).set(user.auth).send({}),
    ]);
    expect(await row()).toMatchObject({ siteTokenVersion: 6, keyName: 'Renamed' });
  });

  it('needs no body, and no key that is switched on', async () => {
    await (await row()).update({ isActive: false });
    expect((await t.request.post(path()).set(user.auth)).status).toBe(200);
  });

  it.each([
    ['an overlap below 0', { overlapSeconds: -1 }, 'body.overlapSeconds'],
    ['an overlap of more than 30 days', { overlapSeconds: 2_592_001 }, 'body.overlapSeconds'],
    ['an overlap that is text', { overlapSeconds: '60' }, 'body.overlapSeconds'],
    ['an overlap that is nothing', { overlapSeconds: null }, 'body.overlapSeconds'],
    ['a version of its own choice', { siteTokenVersion: 1 }, 'body.siteTokenVersion'],
    ['a body that is a list', [], 'body'],
  ])('refuses %s and revokes nothing', async (_what, body, where) => {
    const answer = await revoke(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([where]);
    expect((await row()).siteTokenVersion).toBe(1);
  });

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await t.request.post(path()).send({});
    const withKey = await t.request.post(path()).set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
    expect((await row()).siteTokenVersion).toBe(1);
  });

  it("does not find someone else's key, nor missing ones", async () => {
    const stranger = await t.signUp();
    for (const answer of [
      await revoke({}, id, stranger),
      await revoke({}, '00000000-0000-4000-8000-000000000000'),
      await revoke({}, 'nonsense'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect((await row()).siteTokenVersion).toBe(1);
  });

  it('is announced to every replica, unless it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    await revoke({});
    await revoke({ overlapSeconds: -1 });
    expect(await changes.stop()).toEqual([user.id]);
  });
});
