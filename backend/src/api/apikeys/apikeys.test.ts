import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretMatches } from '../../credentials/apiKeySecret.ts';
import { buildApiKey } from '../../testing/builders.ts';
import { listenToChanges } from '../../testing/listenToChanges.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const path = '/api/v1/apikeys';
const create = (body: unknown, as = user) =>
  t.request
    .post(path)
    .set(as.auth)
    .send(body as object);
const list = (query = '', as = user) => t.request.get(path + query).set(as.auth);
const remove = (id: string, as = user) => t.request.delete(`${path}/${id}`).set(as.auth);
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('POST /api/v1/apikeys', () => {
  it('shows the secret once and stores its hash', async () => {
    const expiresAt = inAnHour();
    const { status, body } = await create({
      keyName: '  Shop  ',
      expiresAt,
      allowedOrigins: ['https://Shop.example/'],
    });
    expect(status).toBe(201);
    expect(body.apiKey).toMatchObject({
      keyName: 'Shop',
      expiresAt,
      allowedOrigins: ['https://shop.example'],
      isActive: true,
    });
    const { apiSecret } = body.apiKey;
    expect(body.apiKey.secretHint).toBe(`ms_live_…${apiSecret.slice(-4)}`);
    const row = await t.deps.models.ApiKey.findByPk(body.apiKey.id, { rejectOnEmpty: true });
    expect(row.userId).toBe(user.id);
    expect(secretMatches(apiSecret, row.apiSecret)).toBe(true);
    expect(JSON.stringify(row)).not.toContain(apiSecret);
    expect((await list()).text).not.toContain(apiSecret);
  });

  it('needs a name and no more', async () => {
    const { status, body } = await create({ keyName: '鍵' });
    expect(status).toBe(201);
    expect(body.apiKey).toMatchObject({
      expiresAt: null,
      allowedOrigins: [],
      createsMetrics: false,
      countRobots: false,
    });
    const nulls = { expiresAt: null, allowedOrigins: null, createsMetrics: null, countRobots: null };
    expect((await create({ keyName: 'x', ...nulls })).body.apiKey).toMatchObject({ createsMetrics: false });
    expect((await create({ keyName: 'x', countRobots: true })).body.apiKey).toMatchObject({ countRobots: true });
    expect((await create({ keyName: 'x', createsMetrics: true })).body.apiKey).toMatchObject({ createsMetrics: true });
  });

  it('keeps each origin once, in the form that browsers send', async () => {
    const allowedOrigins = ['https://a.example:443', 'https://A.example', 'https://*.a.example'];
    const { body } = await create({ keyName: 'x', allowedOrigins });
    expect(body.apiKey.allowedOrigins).toEqual(['https://a.example', 'https://*.a.example']);
  });

  it.each([
    ['no name', {}, 'body.keyName'],
    ['a blank name', { keyName: ' \t ' }, 'body.keyName'],
    ['a name of 101 characters', { keyName: 'k'.repeat(101) }, 'body.keyName'],
    ['a name that is no text', { keyName: ['x'] }, 'body.keyName'],
    ['a NUL in the name', { keyName: 'a\u0000b' }, 'body.keyName'],
    ['a countRobots that is no boolean', { keyName: 'x', countRobots: 1 }, 'body.countRobots'],
    ['a createsMetrics that is no boolean', { keyName: 'x', createsMetrics: 'true' }, 'body.createsMetrics'],
    ['a lone surrogate in the name', { keyName: 'a\udc00b' }, 'body.keyName'],
    ['an end in the past', { keyName: 'x', expiresAt: '2020-01-01T00:00:00Z' }, 'body.expiresAt'],
    ['an end without a zone', { keyName: 'x', expiresAt: '2099-01-01T00:00:00' }, 'body.expiresAt'],
    ['an end on a day that does not exist', { keyName: 'x', expiresAt: '2099-02-30T00:00:00Z' }, 'body.expiresAt'],
    ['an end that is a number', { keyName: 'x', expiresAt: 4_000_000_000_000 }, 'body.expiresAt'],
    ['an end that is no time', { keyName: 'x', expiresAt: 'tomorrow' }, 'body.expiresAt'],
    ['an end of 50,000 characters', { keyName: 'x', expiresAt: '9'.repeat(50_000) }, 'body.expiresAt'],
    ['an origin with a path', { keyName: 'x', allowedOrigins: ['https://a.example/x'] }, 'body.allowedOrigins'],
    ['an origin that is no text', { keyName: 'x', allowedOrigins: [1] }, 'body.allowedOrigins'],
    ['origins that are no list', { keyName: 'x', allowedOrigins: 'https://a.example' }, 'body.allowedOrigins'],
    [
      '51 origins',
      { keyName: 'x', allowedOrigins: Array.from({ length: 51 }, (_, i) => `https://a${i}.example`) },
      'body.allowedOrigins',
    ],
    ['a secret of its own choice', { keyName: 'x', apiSecret: 'ms_live_mine' }, 'body.apiSecret'],
    ['another owner', { keyName: 'x', userId: '00000000-0000-4000-8000-000000000000' }, 'body.userId'],
    ['a body that is a list', [{ keyName: 'x' }], 'body'],
  ])('refuses %s', async (_what, body, where) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(where);
    expect(answer.body.detail).not.toContain('ms_live_mine');
    expect((await list()).body.total).toBe(1);
  });

  it('refuses an unknown query parameter', async () => {
    const answer = await t.request.post(`${path}?apiSecret=x`).set(user.auth).send({ keyName: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: 'query.apiSecret', message: 'is not a field of this endpoint' }]);
  });

  it('stops at 100 keys a user', async () => {
    for (let i = 0; i < 98; i += 1) await buildApiKey(t.deps.models, { userId: user.id });
    expect((await create({ keyName: 'the last one' })).status).toBe(201);
    const refused = await create({ keyName: 'one more' });
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_api_keys']);
    expect((await list()).body.total).toBe(100);
  });

  it('waits for another that creates a key of the same user, and counts it', async () => {
    for (let i = 0; i < 98; i += 1) await buildApiKey(t.deps.models, { userId: user.id });
    const { sequelize, pool } = t.deps.database;
    const other = await sequelize.transaction();
    await t.deps.models.User.findByPk(user.id, { lock: other.LOCK.NO_KEY_UPDATE, transaction: other });
    const answer = create({ keyName: 'one more' }).then(({ status }) => status);
    const waiting = vi.waitFor(async () => {
      const { rows } = await pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(rows).toHaveLength(1);
    });
    await Promise.race([answer, waiting]);
    await t.deps.models.ApiKey.create(
      { userId: user.id, keyName: 'the last one', apiKey: 'mk_x', apiSecret: '0'.repeat(64), secretLast4: '0000' },
      { transaction: other },
    );
    await other.commit();
    expect(await answer).toBe(409);
    await waiting;
  });

  it('is for those who are signed in, with a session and not with a key', async () => {
    const anonymous = await t.request.post(path).send({ keyName: 'x' });
    const { apiKey, apiSecret = '' } = user.apiKey;
    const withKey = await t.request
      .post(path)
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret })
      .send({ keyName: 'x' });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
  });
});

describe('GET /api/v1/apikeys', () => {
  it("lists the user's own keys, oldest first, without secrets", async () => {
    const other = await t.signUp();
    const second = (await create({ keyName: 'second' })).body.apiKey;
    const { status, body, text } = await list();
    expect(status).toBe(200);
    expect(body.total).toBe(2);
    expect(body.apiKeys.map((key: { id: string }) => key.id)).toEqual([user.apiKey.id, second.id]);
    expect(text).not.toMatch(/apiSecret|ms_live_[0-9A-Za-z]/);
    expect(text).not.toContain(other.apiKey.id);
  });

  it('gives a page and the number of all', async () => {
    for (const keyName of ['b', 'c', 'd']) await create({ keyName });
    const { body } = await list('?limit=2&offset=1');
    expect(body.total).toBe(4);
    expect(body.apiKeys.map((key: { keyName: string }) => key.keyName)).toEqual(['b', 'c']);
    expect((await list('?offset=4')).body).toEqual({ apiKeys: [], total: 4 });
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=-1',
    'limit=1.5',
    'limit=abc',
    'limit=99999999999999999999',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[gt]=1',
    'offset=-1',
    'offset=99999999999999999999',
    'offset=1e3',
    'sort=;DROP TABLE users',
    '__proto__[limit]=1',
    'constructor=1',
  ])('refuses ?%s', async (query) => {
    const { status, body } = await list(`?${query}`);
    expect(status).toBe(400);
    expect(body.errors[0].path).toMatch(/^query\./);
  });

  it('is for those who are signed in', async () => {
    expect((await t.request.get(path)).status).toBe(401);
  });
});

describe('DELETE /api/v1/apikeys/:id', () => {
  it('deletes the key', async () => {
    const { status, text } = await remove(user.apiKey.id);
    expect([status, text]).toEqual([204, '']);
    expect((await list()).body.total).toBe(0);
    expect((await remove(user.apiKey.id)).status).toBe(404);
  });

  it("does not find another user's key, and leaves it", async () => {
    const other = await t.signUp();
    const { status, body } = await remove(other.apiKey.id);
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect((await list('', other)).body.total).toBe(1);
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'nonsense', '1', '%00', "'%20or%201=1--", 'a'.repeat(5000)])(
    'does not find %s',
    async (id) => expect((await remove(id)).status).toBe(404),
  );

  it('is for those who are signed in', async () => {
    expect((await t.request.delete(`${path}/${user.apiKey.id}`)).status).toBe(401);
  });
});

describe('a change of API keys', () => {
  it('is announced to every replica when it is committed, and not when it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    const { body } = await create({ keyName: 'x' });
    await remove(body.apiKey.id);
    await remove(body.apiKey.id);
    await create({});
    expect(await changes.stop()).toEqual([user.id, user.id]);
  });
});
