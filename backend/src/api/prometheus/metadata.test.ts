import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../models/index.ts';
import { buildMetricConfig } from '../../testing/builders.ts';
import type { RecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import { startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

let queries: TestQueries;
let upstream: RecordingPrometheus;
let get: TestQueries['get'];

beforeAll(async () => {
  queries = await startTestQueries();
  ({ upstream, get } = queries);
});
afterEach(() => upstream.reset());
afterAll(() => queries?.stop());

describe('what is answered without Prometheus', () => {
  it('describes the own metrics, as they are named in Prometheus', async () => {
    const models = createModels(queries.server.database.sequelize);
    const [me, other] = [await queries.server.signUp(), await queries.server.signUp()];
    const config = (userId: string, fields: object) => buildMetricConfig(models, { userId, ...fields });
    await config(me.id, { metricName: 'visits', description: 'Page views.' });
    await config(me.id, { metricName: 'load_seconds', metricType: 'histogram', buckets: [1], name: 'Load' });
    await config(me.id, { metricName: 'size_bytes', metricType: 'summary', quantiles: [0.5] });
    await config(me.id, { metricName: 'gone', deletedAt: new Date() });
    await config(other.id, { metricName: 'theirs' });
    const { body } = await get('metadata', me.token);
    const load = { help: 'Load', unit: 'seconds' };
    expect(body).toEqual({
      status: 'success',
      data: {
        load_seconds: [{ type: 'histogram', ...load }],
        load_seconds_bucket: [{ type: 'counter', ...load }],
        load_seconds_count: [{ type: 'counter', ...load }],
        load_seconds_sum: [{ type: 'counter', ...load }],
        size_bytes: [{ type: 'summary', help: 'Visits', unit: 'bytes' }],
        size_bytes_count: [{ type: 'counter', help: 'Visits', unit: 'bytes' }],
        size_bytes_sum: [{ type: 'counter', help: 'Visits', unit: 'bytes' }],
        visits_total: [{ type: 'counter', help: 'Page views.', unit: '' }],
      },
    });
    expect((await get('metadata?metric=visits_total', me.token)).body.data).toEqual({
      visits_total: [{ type: 'counter', help: 'Page views.', unit: '' }],
    });
    expect(Object.keys((await get('metadata?limit=2', me.token)).body.data as object)).toHaveLength(2);
    expect((await get('metadata?metric=theirs_total', me.token)).body.data).toEqual({});
    expect(upstream.requests).toEqual([]);
  });

  it('has no rules, no alerts, no exemplars, and says what it speaks', async () => {
    expect((await get('alerts')).body).toEqual({ status: 'success', data: { alerts: [] } });
    expect((await get('rules')).body).toEqual({ status: 'success', data: { groups: [] } });
    expect((await get('query_exemplars?query=x&start=1&end=2')).body).toEqual({ status: 'success', data: [] });
    expect((await get('query_exemplars?query=x{')).status).toBe(400);
    expect((await get('status/buildinfo')).body.data).toMatchObject({ version: '2.53.0' });
    expect(upstream.requests).toEqual([]);
  });

  it("formats the author's own text", async () => {
    await get('format_query?query=sum(x)');
    expect(Object.fromEntries(upstream.takeOne().params)).toEqual({ query: 'sum(x)' });
    expect((await get('format_query?query=info(x)')).status).toBe(400);
    expect(upstream.requests).toEqual([]);
  });
});
