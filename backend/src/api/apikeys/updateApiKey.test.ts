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

const path = '/api/v1/apikeys';
const patch = (body: unknown, of = id, as = user) =>
  t.request
    .patch(`${path}/${of}`)
    .set(as.auth)
    .send(body as object);
const row = () => t.deps.models.ApiKey.findByPk(id, { rejectOnEmpty: true });
const shown = async () => (await t.request.get(path).set(user.auth)).body.apiKeys[0];
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const nobodysIds = ['00000000-0000-4000-8000-000000000000', 'nonsense', '1', '%00', "'%20or%201=1--"];

describe('PATCH /api/v1/apikeys/:id', () => {
  it('changes the given fields and no others', async () => {
    const before = await shown();
    const expiresAt = inAnHour();
    const renamed = await patch({ keyName: '  Shop ' });
    expect(renamed.status).toBe(200);
    expect(renamed.body).toEqual({ apiKey: { ...before, keyName: 'Shop', updatedAt: expect.any(String) } });
    expect((await patch({ isActive: false })).body.apiKey).toMatchObject({ keyName: 'Shop', isActive: false });
    expect((await patch({ isActive: true, expiresAt })).body.apiKey).toMatchObject({ isActive: true, expiresAt });
    expect((await patch({ countRobots: true })).body.apiKey).toMatchObject({ countRobots: true });
    expect((await patch({ createsMetrics: true })).body.apiKey).toMatchObject({ createsMetrics: true });
    const { body } = await patch({ allowedOrigins: ['https://Shop.example:443/', 'https://*.shop.example'] });
    expect(body.apiKey).toMatchObject({
      keyName: 'Shop',
      expiresAt,
      createsMetrics: true,
      countRobots: true,
      allowedOrigins: ['https://shop.example', 'https://*.shop.example'],
    });
    expect(await shown()).toEqual(body.apiKey);
    expect(JSON.stringify(body)).not.toMatch(/apiSecret|ms_live_[0-9A-Za-z]/);
  });

  it('takes an end and the origins away', async () => {
    await patch({ expiresAt: inAnHour(), allowedOrigins: ['https://shop.example'] });
    expect((await patch({ expiresAt: null })).body.apiKey).toMatchObject({
      expiresAt: null,
      allowedOrigins: ['https://shop.example'],
    });
    expect((await patch({ allowedOrigins: [] })).body.apiKey.allowedOrigins).toEqual([]);
  });

  it('changes nothing when nothing is given', async () => {
    const before = await shown();
    expect((await patch({})).body).toEqual({ apiKey: before });
  });

  it.each([
    ['a blank name', { keyName: ' \t ' }, 'body.keyName'],
    ['no name', { keyName: null }, 'body.keyName'],
    ['a name of 101 characters', { keyName: 'k'.repeat(101) }, 'body.keyName'],
    ['a NUL in the name', { keyName: 'a\u0000b' }, 'body.keyName'],
    ['a state that is text', { isActive: 'false' }, 'body.isActive'],
    ['a state that is nothing', { isActive: null }, 'body.isActive'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'body.expiresAt'],
    ['an end without a zone', { expiresAt: '2099-01-01T00:00:00' }, 'body.expiresAt'],
    ['an end on a day that does not exist', { expiresAt: '2099-02-30T00:00:00Z' }, 'body.expiresAt'],
    ['an end that is a number', { expiresAt: 4_000_000_000_000 }, 'body.expiresAt'],
    ['an end that is empty', { expiresAt: '' }, 'body.expiresAt'],
    ['an end that is false', { expiresAt: false }, 'body.expiresAt'],
    ['an origin with a path', { allowedOrigins: ['https://a.example/x'] }, 'body.allowedOrigins'],
    ['origins that are nothing', { allowedOrigins: null }, 'body.allowedOrigins'],
    [
      '51 origins',
      { allowedOrigins: Array.from({ length: 51 }, (_, i) => `https://a${i}.example`) },
      'body.allowedOrigins',
    ],
    ['a secret of its own choice', { apiSecret: 'ms_live_mine' }, 'body.apiSecret'],
    ['another public id', { apiKey: 'mk_00000000000000000000' }, 'body.apiKey'],
    ['another owner', { userId: '00000000-0000-4000-8000-000000000000' }, 'body.userId'],
    ['a time of use', { lastUsedAt: null }, 'body.lastUsedAt'],
    [
      'an overlap of its own choice',
      { previousSecretExpiresAt: '2099-01-01T00:00:00Z' },
      'body.previousSecretExpiresAt',
    ],
    ['a field of the prototype', JSON.parse('{"__proto__": {"isActive": false}}'), 'body.__proto__'],
    ['a body that is a list', [{ keyName: 'x' }], 'body'],
    ['one fault beside what is right', { keyName: 'x', isActive: 1 }, 'body.isActive'],
  ])('refuses %s and changes nothing', async (_what, body, where) => {
    const before = await shown();
    const answer = await patch(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(where);
    expect(answer.text).not.toContain('ms_live_mine');
    expect(await shown()).toEqual(before);
  });

  it("does not find another user's key, and leaves it", async () => {
    const other = await t.signUp();
    const { status, body } = await patch({ keyName: 'mine', isActive: false }, other.apiKey.id);
    expect([status, body.code]).toEqual([404, 'not_found']);
    const theirs = await t.deps.models.ApiKey.findByPk(other.apiKey.id, { rejectOnEmpty: true });
    expect([theirs.keyName, theirs.isActive]).toEqual(['Default', true]);
  });

  it.each(nobodysIds)('does not find %s', async (nobodys) => expect((await patch({}, nobodys)).status).toBe(404));

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await t.request.patch(`${path}/${id}`).send({ isActive: false });
    const withKey = await t.request
      .patch(`${path}/${id}`)
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret })
      .send({ isActive: false });
    const asBearer = await t.request.patch(`${path}/${id}`).set('Authorization', `Bearer ${apiSecret}`).send({});
    expect([anonymous.status, withKey.status, asBearer.status]).toEqual([401, 401, 401]);
    expect((await row()).isActive).toBe(true);
  });
});

describe('a change of one API key', () => {
  it('is announced to every replica when it is committed, and not when it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    await patch({ isActive: false });
    await patch({ isActive: 'x' });
    await patch({}, '00000000-0000-4000-8000-000000000000');
    expect(await changes.stop()).toEqual([user.id]);
  });
});
