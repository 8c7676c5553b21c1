import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
import { readRejections } from '../../testing/ingestionRig.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

let server: TestPlatform;
let tenant: TestTenant;

beforeAll(async () => {
  server = await startTestPlatform();
  tenant = await server.signUp();
});
afterAll(() => server.stop());

const path = addressUnderTest.collectPath;
let made = 0;

/** A counter with a name of its own. */
async function counter(
  fields: Record<string, unknown> = {},
): Promise<{ id: string; name: string; total(): Promise<number> }> {
  made += 1;
  const name = `counter${made}`;
  const id = await server.createMetric(tenant, { metricName: name, metricType: 'counter', ...fields });
  return { id, name, total: () => server.total(tenant, id) };
}

describe('POST /api/v1/metrics', () => {
  it('adds increments to a counter and answers after the commit', async () => {
    const { name, total } = await counter({ labels: { plan: 'free' } });
    const answer = await server.push(tenant, [
      { name, value: 3 },
      { name: `${name}_total`, value: 4, labels: { plan: 'pro' } },
      { name },
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 3, rejected: [], duplicate: false } });
    expect(await total()).toBe(8);
  });

  it('takes what is good of a request and gives a reason for each of the rest', async () => {
    const { id, name, total } = await counter({ labels: { plan: '' } });
    const off = await counter({ isActive: false });
    const gauge = `level${made}`;
    await server.createMetric(tenant, { metricName: gauge, metricType: 'gauge' });
    const { status, body } = await server.push(tenant, [
      { name },
      { name, value: 'three' },
      { name: 'no such name' },
      { name: off.name },
      { name, type: 'gauge', value: 1 },
      { name, labels: { colour: 'red' } },
      { name, labels: { plan: 'x'.repeat(201) } },
      { name, value: -1 },
      { name: gauge },
      { name, value: 5 },
    ]);
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 2, duplicate: false });
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'invalid_sample'],
      [2, 'unknown_metric'],
      [3, 'config_inactive'],
      [4, 'type_mismatch'],
      [5, 'undeclared_label'],
      [6, 'invalid_label'],
      [7, 'invalid_value'],
      [8, 'invalid_value'],
    ]);
    for (const { detail } of body.rejected) expect(detail.length).toBeGreaterThan(10);
    expect(await total()).toBe(6);
    const stats = await server.call<{ rejections: { code: string; count: number }[] }>(
      'GET',
      `/api/v1/metric-configs/${id}/stats`,
      { token: tenant.token },
    );
    expect(stats.body.rejections.map(({ code, count }) => [code, count]).sort()).toEqual([
      ['invalid_label', 1],
      ['invalid_value', 1],
      ['type_mismatch', 1],
      ['undeclared_label', 1],
    ]);
  });

  it('is a 400 when nothing can be accepted, counts the refusals once a request, and leaves the batch id free', async () => {
    const [{ name, total }, sender] = [await counter(), await server.signUp()];
    const refused = await server.push(tenant, [{ name, value: -1 }, 5], { batchId: 'again' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'nothing_accepted' } });
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(refused.body.errors).toMatchObject([
      { path: 'body.metrics[0]', code: 'invalid_value' },
      { path: 'body.metrics[1]', code: 'invalid_sample' },
    ]);
    expect(await server.push(tenant, [{ name }], { batchId: 'again' })).toMatchObject({ status: 202 });
    expect(await total()).toBe(1);
    for (let i = 0; i < 3; i += 1) await server.push(sender, [5, 6]);
    expect(await readRejections(server.database.pool, sender.id)).toEqual({ invalid_sample: 6 });
  });

  it('tells the owner what a sender had to give up, once for each batch that says so', async () => {
    const sender = await server.signUp();
    const id = await server.createMetric(sender, { metricName: 'kept', metricType: 'counter' });
    const headers = { 'X-API-Key': sender.apiKey, 'X-API-Secret': sender.apiSecret };
    const push = (body: object) =>
      server.call('POST', path, { headers, body: { metrics: [{ name: 'kept' }], ...body } });
    for (const body of [{ batchId: 'a', dropped: 7 }, { batchId: 'a', dropped: 7 }, { dropped: 5 }, { dropped: 0 }])
      expect((await push(body)).status).toBe(202);
    expect(await readRejections(server.database.pool, sender.id)).toEqual({ dropped_by_sender: 12 });
    expect(await server.total(sender, id)).toBe(3);
  });

  it.each([
    ['{"metrics":', 'invalid_json'],
    ['', 'invalid_json'],
    ['[]', 'validation_failed'],
    ['null', 'validation_failed'],
    ['{"metrics":[]}', 'validation_failed'],
    ['{"metrics":"x"}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"extra":1}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"__proto__":{}}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"batchId":""}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"dropped":-1}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"dropped":1.5}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"dropped":"1"}', 'validation_failed'],
    ['{"metrics":[{"name":"x"}],"dropped":1e10}', 'validation_failed'],
    [`{"metrics":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 'nothing_accepted'],
    ['{"metrics":[{"name":"x","labels":{"__proto__":"y"}}]}', 'nothing_accepted'],
    ['{"metrics":[{"name":"__proto__"}]}', 'nothing_accepted'],
  ])('is a 400 for the body %.60s', async (body, code) => {
    const headers = { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret };
    expect(await server.call('POST', path, { headers, body })).toMatchObject({
      status: 400,
      body: { code, status: 400 },
    });
  });

  it('refuses numbers that are none, and text that cannot be stored, without failing', async () => {
    const { name } = await counter({ labels: { plan: '' } });
    const headers = { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret };
    const samples = [
      `{"name":"${name}","value":1e400}`,
      `{"name":"${name}","value":-1e400}`,
      `{"name":"${name}","value":1e13}`,
      `{"name":"${name}","labels":{"plan":"a\\u0000b"}}`,
      `{"name":"${name}","labels":{"plan":"\\ud800"}}`,
      `{"name":"${name}","labels":{"\\u0000":"x"}}`,
      `{"name":"\\u0000","value":1}`,
      `{"name":"\\udc00","value":1}`,
      `{"name":"${name}","timestamp":1e400}`,
      `{"\\ud800":1,"name":"${name}"}`,
    ];
    for (const sample of samples) {
      const { status, body } = await server.call('POST', path, { headers, body: `{"metrics":[${sample}]}` });
      expect([sample, status, body]).toMatchObject([sample, 400, { code: 'nothing_accepted' }]);
    }
    const smallest = await server.push(tenant, [
      { name, value: 5e-324 },
      { name, value: 0, ageMs: 5e-324 },
    ]);
    expect(smallest).toMatchObject({ status: 202, body: { accepted: 2 } });
  });

  it('takes a thousand samples, not one more', async () => {
    const { name, total } = await counter();
    const samples = (count: number) => Array.from({ length: count }, () => ({ name }));
    expect(await server.push(tenant, samples(1_001))).toMatchObject({ status: 400, body: { code: 'batch_too_large' } });
    expect(await server.push(tenant, samples(1_000))).toMatchObject({ status: 202, body: { accepted: 1_000 } });
    expect(await total()).toBe(1_000);
  });

  describe('with a batch id', () => {
    it('counts it once, and says so', async () => {
      const { name, total } = await counter();
      const send = (value: number) => server.push(tenant, [{ name, value }, 5], { batchId: `batch of ${name}` });
      expect((await send(3)).body).toMatchObject({ accepted: 1, duplicate: false });
      expect(await send(4)).toMatchObject({ status: 202, body: { accepted: 1, duplicate: true } });
      expect(await total()).toBe(3);
    });

    it('takes it from Idempotency-Key, quoted or bare, as the same', async () => {
      const { name, total } = await counter();
      const key = (text: string) => ({ headers: { 'Idempotency-Key': text } });
      const id = `key-${name}`;
      expect((await server.push(tenant, [{ name }], key(`"${id}"`))).body.duplicate).toBe(false);
      expect((await server.push(tenant, [{ name }], key(id))).body.duplicate).toBe(true);
      expect((await server.push(tenant, [{ name }], { batchId: id })).body.duplicate).toBe(true);
      expect((await server.push(tenant, [{ name }], { ...key(id), batchId: id })).body.duplicate).toBe(true);
      expect(await total()).toBe(1);
      const differing = await server.push(tenant, [{ name }], { ...key(id), batchId: 'other' });
      expect(differing).toMatchObject({ status: 400, body: { errors: [{ path: 'body.batchId' }] } });
    });

    it('counts it once when it is sent many times at once', async () => {
      const { name, total } = await counter();
      const send = () => server.push(tenant, [{ name, value: 2 }], { batchId: `storm ${name}` });
      const answers = await Promise.all(Array.from({ length: 30 }, send));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(30);
      expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
      expect(await total()).toBe(2);
    });
  });

  it('refuses only the series whose total is full, of every type', async () => {
    const full = await counter({ labels: { n: '' } });
    const histogram = await counter({ metricType: 'histogram', buckets: [1, 10] });
    await server.push(tenant, [
      { name: full.name, labels: { n: 'a' } },
      { name: histogram.name, value: 2 },
    ]);
    await server.database.pool.query(
      'update totals set value = 9007199254740990 where value = 2 or slot in (select first_slot from series where metric_config_id = $1)',
      [full.id],
    );
    const { status, body } = await server.push(tenant, [
      { name: full.name, labels: { n: 'a' }, value: 5 },
      { name: full.name, labels: { n: 'b' }, value: 7 },
      { name: histogram.name, value: 3 },
    ]);
    expect([status, body.accepted]).toEqual([202, 1]);
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'total_overflow'],
      [2, 'total_overflow'],
    ]);
    expect(await full.total()).toBe(9007199254740990 + 7);
    expect(await histogram.total()).toBe(1);
  });

  it('shows that label sets past the cap are counted in one series', async () => {
    const { id, name, total } = await counter({ labels: { n: '' }, maxSeries: 2 });
    const samples = Array.from({ length: 10 }, (_, n) => ({ name, labels: { n: String(n) } }));
    expect((await server.push(tenant, samples)).body).toMatchObject({ accepted: 10, rejected: [] });
    expect((await server.push(tenant, samples)).body).toMatchObject({ accepted: 10 });
    const stats = await server.call('GET', `/api/v1/metric-configs/${id}/stats`, { token: tenant.token });
    expect(stats.body).toMatchObject({ overflowing: true, series: 3 });
    expect(await total()).toBe(20);
  });
});
