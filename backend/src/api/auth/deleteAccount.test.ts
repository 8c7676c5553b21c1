import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildMetricConfig, buildSeries } from '../../testing/builders.ts';
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

const remove = (body: unknown, as = user) =>
  t.request
    .delete('/api/v1/auth/me')
    .set(as.auth)
    .send(body as object);
const confirmed = () => remove({ password: user.password });
const row = () => t.deps.models.User.findByPk(user.id, { rejectOnEmpty: true });
const livingConfigs = (userId = user.id) => t.deps.models.MetricConfig.count({ where: { userId, deletedAt: null } });
const keys = (userId = user.id) => t.deps.models.ApiKey.count({ where: { userId } });

describe('DELETE /api/v1/auth/me', () => {
  it('ends the session, the sign-in and the keys, and leaves nothing personal', async () => {
    await t.deps.models.User.update({ isOperator: true, lastLoginAt: new Date() }, { where: { id: user.id } });
    const { status, text } = await confirmed();
    expect([status, text]).toEqual([204, '']);
    for (const path of ['/auth/me', '/apikeys', '/metric-configs', '/prometheus/api/v1/labels']) {
      const refused = await t.request.get(`/api/v1${path}`).set(user.auth);
      expect(refused.status, path).toBe(401);
    }
    const signIn = await t.request.post('/api/v1/auth/signin').send({ email: user.email, password: user.password });
    expect([signIn.status, signIn.body.code]).toEqual([401, 'invalid_credentials']);
    expect(await keys()).toBe(0);
    const { email, deletedAt, updatedAt: _u, createdAt: _c, ...rest } = (await row()).toJSON();
    expect(email).toMatch(/^deleted-[0-9a-f-]{36}@deleted\.invalid$/);
    expect(email).not.toContain(user.id);
    expect(Date.now() - Number(deletedAt)).toBeLessThan(10_000);
    expect(rest).toEqual({
      id: user.id,
      password: '!',
      firstName: '',
      lastName: '',
      isActive: false,
      isOperator: false,
      tokenVersion: 2,
      lastLoginAt: null,
      failedSignIns: 0,
      lastFailedSignInAt: null,
    });
  });

  it('frees the address at once', async () => {
    await confirmed();
    const again = await t.signUp({ email: user.email, password: user.password });
    expect(again.id).not.toBe(user.id);
    expect((await t.request.get('/api/v1/apikeys').set(again.auth)).body.total).toBe(1);
  });

  it('marks every metric deleted, puts its totals out of reach, and makes its group due', async () => {
    const { models, database } = t.deps;
    const other = await t.signUp();
    const [config, second, theirs] = [
      await buildMetricConfig(models, { userId: user.id }),
      await buildMetricConfig(models, { userId: user.id }),
      await buildMetricConfig(models, { userId: other.id }),
    ];
    for (const one of [config, second, theirs]) await buildSeries(database.pool, one, { values: [1, 2, 3] });
    await confirmed();
    expect([await livingConfigs(), await livingConfigs(other.id)]).toEqual([0, 1]);
    const { rows } = await database.pool.query(
      `select s.tenant_id as tenant, count(*) filter (where t.slot > 0)::int as reachable, count(*)::int as all
       from series s join totals t on abs(t.slot) >= s.first_slot and abs(t.slot) < s.first_slot + s.slot_count group by 1`,
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { tenant: user.id, reachable: 0, all: 6 },
        { tenant: other.id, reachable: 3, all: 3 },
      ]),
    );
    const versions = await database.pool.query('select version from tenant_versions where tenant_id = $1', [user.id]);
    expect(versions.rows).toEqual([{ version: '1' }]);
    expect((await t.request.get('/api/v1/auth/me').set(other.auth)).status).toBe(200);
    expect(await keys(other.id)).toBe(1);
  });

  it('does nothing with a wrong password', async () => {
    const { status, body } = await remove({ password: `${user.password}!` });
    expect([status, body.code]).toEqual([403, 'wrong_password']);
    expect(await row()).toMatchObject({ email: user.email, isActive: true, deletedAt: null, tokenVersion: 1 });
    expect(await keys()).toBe(1);
    expect((await t.request.get('/api/v1/auth/me').set(user.auth)).status).toBe(200);
  });

  it.each([
    ['no password', {}, 'body.password'],
    ['an empty password', { password: '' }, 'body.password'],
    ['a password that is no text', { password: true }, 'body.password'],
    ['a password of 1,025 characters', { password: 'a'.repeat(1025) }, 'body.password'],
    ['a NUL in the password', { password: 'a\u0000' }, 'body.password'],
    ['another account', { password: 'x', userId: '00000000-0000-4000-8000-000000000000' }, 'body.userId'],
    ['a body that is a list', [], 'body'],
  ])('refuses %s and does nothing', async (_what, body, where) => {
    const answer = await remove(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(where);
    expect((await row()).deletedAt).toBeNull();
  });

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const { password } = user;
    const anonymous = await t.request.delete('/api/v1/auth/me').send({ password });
    const withKey = await t.request
      .delete('/api/v1/auth/me')
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret })
      .send({ password });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
    expect((await row()).deletedAt).toBeNull();
  });

  it('happens once when it is asked for several times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirmed()));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401]);
    expect((await row()).tokenVersion).toBe(2);
  });

  it('lets nothing be made or changed beside it that would outlive it', async () => {
    const post = (path: string, body: object) => t.request.post(`/api/v1${path}`).set(user.auth).send(body);
    const metric = (i: number) => ({ name: 'x', metricName: `made_${i}`, metricType: 'counter' });
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, i) => post('/metric-configs', metric(i))),
      ...Array.from({ length: 6 }, () => post('/apikeys', { keyName: 'x' })),
      confirmed(),
      t.request.patch('/api/v1/auth/me').set(user.auth).send({ firstName: 'Grace' }),
      ...Array.from({ length: 6 }, (_, i) => post('/metric-configs', metric(i + 6))),
      ...Array.from({ length: 6 }, () => post('/apikeys', { keyName: 'x' })),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    for (const { status } of answers) expect([200, 201, 204, 401]).toContain(status);
    expect([await livingConfigs(), await keys()]).toEqual([0, 0]);
    expect(await row()).toMatchObject({ firstName: '', isActive: false });
  });

  it('cannot be made by those who had been let in before, a moment too late', async () => {
    const { models } = t.deps;
    const { findOne } = models.User;
    // The account goes between the check of the session and what the request does.
    models.User.findOne = (async (...given: Parameters<typeof findOne>) => {
      if (given[0]?.lock === undefined) return findOne.apply(models.User, given);
      models.User.findOne = findOne;
      await models.User.update({ deletedAt: new Date(), isActive: false }, { where: { id: user.id } });
      return findOne.apply(models.User, given);
    }) as typeof findOne;
    const { status } = await t.request.post('/api/v1/apikeys').set(user.auth).send({ keyName: 'late' });
    expect(status).toBe(401);
    expect(models.User.findOne).toBe(findOne);
    expect(await keys()).toBe(1);
  });

  it('is announced to every replica, and not when it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    await remove({ password: 'wrong guess' });
    await confirmed();
    expect(await changes.stop()).toEqual([user.id]);
  });
});
