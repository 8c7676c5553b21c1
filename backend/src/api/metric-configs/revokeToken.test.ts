import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBrowserToken } from '../../credentials/browserToken.ts';
import { buildMetricConfig } from '../../testing/builders.ts';
import { listenToChanges } from '../../testing/listenToChanges.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
let configId: string;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
  configId = (await buildMetricConfig(t.deps.models, { userId: user.id, autoTrack: true })).id;
});

const path = (id: string) => `/api/v1/metric-configs/${id}`;
const revoke = (body: unknown, id = configId, as = user) =>
  t.request
    .post(`${path(id)}/revoke-token`)
    .set(as.auth)
    .send(body as object);
const row = () => t.deps.models.MetricConfig.findByPk(configId, { rejectOnEmpty: true });

/** The version that a piece of generated code carries. */
function versionIn(code: string): number | undefined {
  const token = /"apiSecret":"(mb_[^"]+)"/.exec(code)?.[1] ?? '';
  return readBrowserToken(token, user.apiKey.apiKey, t.deps.config.browserTokenKeys)?.tokenVersion;
}

describe('POST /api/v1/metric-configs/:id/revoke-token', () => {
  it('raises the version that generated code and script.js carry from then on', async () => {
    const before = (await t.request.get(path(configId)).set(user.auth)).body.metricConfig;
    const { status, body } = await revoke({});
    expect(status).toBe(200);
    expect(body.metricConfig).toEqual({ ...before, updatedAt: expect.any(String), previousTokenExpiresAt: null });
    expect(await row()).toMatchObject({ tokenVersion: 2, previousTokenExpiresAt: null });
    const generated = await t.request
      .post(`${path(configId)}/generate-code`)
      .set(user.auth)
      .send({});
    expect(versionIn(generated.body.code)).toBe(2);
    const query = `config=${configId}&key=${user.apiKey.apiKey}`;
    expect(versionIn((await t.request.get(`/api/v1/client/script.js?${query}`)).text)).toBe(2);
  });

  it('says until when tokens from before work, and not of an overlap that is over', async () => {
    const before = Date.now();
    const { body } = await revoke({ overlapSeconds: 300 });
    const endsAtMs = Date.parse(body.metricConfig.previousTokenExpiresAt);
    expect(endsAtMs).toBeGreaterThanOrEqual(before + 300_000);
    expect(endsAtMs).toBeLessThanOrEqual(Date.now() + 300_000);
    await (await row()).update({ previousTokenExpiresAt: new Date(Date.now() - 1_000) });
    const { metricConfig } = (await t.request.get(path(configId)).set(user.auth)).body;
    expect(metricConfig.previousTokenExpiresAt).toBeNull();
  });

  it('ends an earlier overlap', async () => {
    await revoke({ overlapSeconds: 2_592_000 });
    expect((await revoke({})).body.metricConfig.previousTokenExpiresAt).toBeNull();
    expect((await row()).tokenVersion).toBe(3);
  });

  it('counts every one of several at once, beside an edit that changes no token', async () => {
    await Promise.all([
      ...Array.from({ length: 5 }, () => revoke({ overlapSeconds: 60 })),
      t.request.put(path(configId)).set(user.auth).send({ name: 'Renamed' }),
    ]);
    expect(await row()).toMatchObject({ tokenVersion: 6, name: 'Renamed' });
  });

  it('needs no body, and no configuration that is switched on', async () => {
    await (await row()).update({ isActive: false });
    expect((await t.request.post(`${path(configId)}/revoke-token`).set(user.auth)).status).toBe(200);
  });

  it.each([
    ['an overlap below 0', { overlapSeconds: -1 }, 'body.overlapSeconds'],
    ['an overlap of more than 30 days', { overlapSeconds: 2_592_001 }, 'body.overlapSeconds'],
    ['an overlap that is text', { overlapSeconds: '60' }, 'body.overlapSeconds'],
    ['an overlap that is nothing', { overlapSeconds: null }, 'body.overlapSeconds'],
    ['a version of its own choice', { tokenVersion: 1 }, 'body.tokenVersion'],
    ['a body that is a list', [], 'body'],
  ])('refuses %s and revokes nothing', async (_what, body, where) => {
    const answer = await revoke(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([where]);
    expect((await row()).tokenVersion).toBe(1);
  });

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await t.request.post(`${path(configId)}/revoke-token`).send({});
    const withKey = await t.request
      .post(`${path(configId)}/revoke-token`)
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
    expect((await row()).tokenVersion).toBe(1);
  });

  it("does not find someone else's configuration, nor missing and deleted ones", async () => {
    const stranger = await t.signUp();
    const deleted = await buildMetricConfig(t.deps.models, { userId: user.id, deletedAt: new Date() });
    for (const answer of [
      await revoke({}, configId, stranger),
      await revoke({}, deleted.id),
      await revoke({}, '00000000-0000-4000-8000-000000000000'),
      await revoke({}, 'nonsense'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect((await row()).tokenVersion).toBe(1);
  });

  it('is announced to every replica, unless it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    await revoke({});
    await revoke({ overlapSeconds: -1 });
    expect(await changes.stop()).toEqual([user.id]);
  });
});
