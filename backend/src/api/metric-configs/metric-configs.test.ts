import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenToChanges } from '../../testing/listenToChanges.ts';
import { counter, metricConfigsClient, metricConfigsPath } from '../../testing/metricConfigsClient.ts';
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

const { create, created, list, get, put, remove } = metricConfigsClient(
  () => t,
  () => user,
);
const versionOf = async (tenantId: string): Promise<number> => {
  const { rows } = await t.deps.database.pool.query('select version from tenant_versions where tenant_id = $1', [
    tenantId,
  ]);
  return Number(rows[0]?.version ?? 0);
};
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('GET /api/v1/metric-configs', () => {
  it("lists the user's own living metrics, oldest first, by pages", async () => {
    const other = await t.signUp();
    await created({ ...counter, name: 'not mine' }, other);
    for (const metricName of ['a', 'b', 'c']) await created({ ...counter, metricName });
    const gone = await created({ ...counter, metricName: 'gone' });
    await remove(gone.id);
    const { status, body } = await list();
    expect(status).toBe(200);
    expect([body.total, body.metricConfigs.map((config: { metricName: string }) => config.metricName)]).toEqual([
      3,
      ['a', 'b', 'c'],
    ]);
    const page = (await list('?limit=1&offset=1')).body;
    expect([page.total, page.metricConfigs.length, page.metricConfigs[0].metricName]).toEqual([3, 1, 'b']);
    expect((await list('?limit=99999999999999999999')).status).toBe(400);
  });
});

describe('DELETE /api/v1/metric-configs/:id', () => {
  it('hides the metric everywhere, frees its name and has its series withdrawn', async () => {
    const config = await created(counter);
    const before = await versionOf(user.id);
    const { status, text } = await remove(config.id);
    expect([status, text]).toEqual([204, '']);
    expect(await versionOf(user.id)).toBe(before + 1);
    const after = [
      await get(config.id),
      await put(config.id, { name: 'x' }),
      await remove(config.id),
      await get(`${config.id}/stats`),
    ];
    expect(after.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    const row = await t.deps.models.MetricConfig.findByPk(config.id, { rejectOnEmpty: true });
    expect(row.deletedAt).toBeInstanceOf(Date);
    expect(await versionOf(user.id)).toBe(before + 1);
  });
});

describe("another user's metric", () => {
  it('is not found and stays as it is', async () => {
    const other = await t.signUp();
    const theirs = await created({ ...counter, description: 'secret plans' }, other);
    const answers = [
      await get(theirs.id),
      await put(theirs.id, { name: 'mine now' }),
      await remove(theirs.id),
      await get(`${theirs.id}/stats`),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'not_found']);
    expect((await list()).text).not.toContain('secret plans');
    expect((await get(theirs.id, other)).body.metricConfig).toEqual(theirs);
  });
});

describe('a metric that does not exist', () => {
  it.each([unknownId, 'nonsense', '%00', "1'--"])('is not found as %s', async (id) => {
    const answers = [await get(id), await put(id, { name: 'x' }), await remove(id), await get(`${id}/stats`)];
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  });
});

describe('without credentials', () => {
  it('nothing is answered', async () => {
    const config = await created(counter);
    const one = `${metricConfigsPath}/${config.id}`;
    const answers = [
      await t.request.post(metricConfigsPath).send(counter),
      await t.request.get(metricConfigsPath),
      await t.request.get(one),
      await t.request.put(one).send({ name: 'x' }),
      await t.request.delete(one),
      await t.request.get(`${one}/stats`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 401]);
  });
});

describe('a change of metric configurations', () => {
  it('is announced to every replica when it is committed, and not when it is refused', async () => {
    const changes = await listenToChanges(t.deps.database.url);
    const config = await created(counter);
    await create(counter);
    await put(config.id, { inPages: false });
    await put(config.id, { metricType: 'nothing' });
    await remove(config.id);
    await remove(config.id);
    expect(await changes.stop()).toEqual([user.id, user.id, user.id]);
  });
});
