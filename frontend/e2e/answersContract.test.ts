import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { changeApiKey, createApiKey, generateSiteCode, listApiKeys, rotateApiKey } from '../src/api/apiKeys.ts';
import { changePassword, fetchAccount, listSessions } from '../src/api/auth.ts';
import type { Api } from '../src/api/client.ts';
import { fetchClient } from '../src/api/clientInfo.ts';
import { fetchGrafana } from '../src/api/grafana.ts';
import { fetchHealth } from '../src/api/health.ts';
import {
  changeMetricConfig,
  createMetricConfig,
  deleteMetricConfig,
  fetchListedStats,
  fetchStats,
  generateCode,
  type MetricConfig,
} from '../src/api/metricConfigs.ts';
import { queryTime } from '../src/api/prometheus.ts';
import { fetchRejections, fetchUnknownNames } from '../src/api/rejections.ts';
import { ApiError, DeletedError, isWithoutPrometheus } from '../src/failure.ts';
import { oldestUsableKey } from '../src/keys/usableKey.ts';
import { isInPages } from '../src/metric/isInPages.ts';
import { draftOf, emptyDraft, type MetricDraft, newMetricAddress } from '../src/metric/metricDraft.ts';
import { type MetricState, metricStateOf, metricStates } from '../src/metric/metricState.ts';
import { explainRefusal } from '../src/metric/refusals.ts';
import { realApi } from './realApi.ts';

let server: TestPlatform;
let tenant: TestTenant;
let api: Api;

beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});
beforeEach(async () => {
  tenant = await server.signUp();
  api = realApi(server, { tenant });
});

const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
const make = (fields: Partial<MetricDraft> = {}) =>
  createMetricConfig(api, { ...emptyDraft, name: 'Visits', metricName: 'visits', labels: { plan: '' }, ...fields });
const push = (...values: readonly object[]) =>
  server.push(
    tenant,
    values.map((one) => ({ name: 'visits', ...one })),
  );

interface StateCase {
  readonly fields?: Partial<MetricDraft>;
  readonly samples?: readonly object[];
  readonly laterMs?: number;
}

describe('the state of a metric, by what the API says of it', () => {
  const stateOf = async (config: MetricConfig, laterMs: number) =>
    metricStateOf(config, await fetchStats(api, config.id), Date.now() + laterMs);
  const cases: Readonly<Record<MetricState, StateCase>> = {
    waiting: {},
    receiving: { samples: [{ value: 1 }] },
    silent: { samples: [{ value: 1 }], laterMs: 15 * 60_000 },
    refusing: { samples: [{ value: 1 }, { value: -1 }] },
    overflowing: { fields: { maxSeries: 1 }, samples: [{ labels: { plan: 'a' } }, { labels: { plan: 'b' } }] },
    off: { fields: { isActive: false }, samples: [{ value: 1 }] },
  };

  it.each(metricStates)('is “%s”', async (state) => {
    const { fields = {}, samples = [], laterMs = 0 } = cases[state];
    const config = await make(fields);
    if (samples.length > 0) await push(...samples);
    await vi.waitFor(async () => expect(await stateOf(config, laterMs)).toBe(state));
    expect((await fetchListedStats(api, 10)).get(config.id)).toMatchObject(await fetchStats(api, config.id));
  });
});

describe('what the API refuses', () => {
  it('is explained for each sample that it refuses', async () => {
    await make();
    await push(
      { value: -1 },
      { type: 'gauge', value: 1 },
      { labels: { colour: 'red' } },
      { labels: { plan: 'x'.repeat(201) } },
      { name: 'unheard_of' },
    );
    const expected = ['invalid_label', 'invalid_value', 'type_mismatch', 'undeclared_label', 'unknown_metric'];
    await vi.waitFor(async () =>
      expect((await fetchRejections(api)).rejections.map(({ code }) => code).sort()).toEqual(expected),
    );
    for (const code of expected) expect(explainRefusal(code).title, code).not.toBe(code.replaceAll('_', ' '));
  });

  it('as unknown leads to a form with which the metric can be made, and then takes it', async () => {
    const sample = { name: 'orders', type: 'counter', value: 2, labels: { plan: 'free' } };
    await server.push(tenant, [sample]);
    const names = async () => (await fetchUnknownNames(api)).names;
    await vi.waitFor(async () => expect(await names()).toHaveLength(1));
    const [unknown] = await names();
    if (!unknown) throw new Error('the name is not known');
    const draft = draftOf(new URLSearchParams(newMetricAddress(unknown).split('?')[1]));
    expect(draft).toMatchObject({ metricName: 'orders', metricType: 'counter', labels: { plan: '' } });
    const config = await createMetricConfig(api, draft ?? emptyDraft);
    expect(isInPages(config)).toBe(false);
    await vi.waitFor(async () => {
      await server.push(tenant, [sample]);
      expect((await fetchStats(api, config.id)).total).toBeGreaterThanOrEqual(2);
    });
  });

  it('names the field that is wrong, as the form calls it', async () => {
    await make();
    const again = await failure(make({ name: '' }));
    expect(again).toBeInstanceOf(ApiError);
    expect((again as ApiError).faults.map(({ path }) => path)).toEqual(['body.name']);
    expect(await failure(make())).toMatchObject({ status: 409, faults: [{ path: 'body.metricName' }] });
  });
});

describe('a session', () => {
  it.each(['no token', 'a wrong token'])('has ended for the dashboard with %s', async (what) => {
    const signInAgain = vi.fn(() => Promise.resolve(false));
    const stranger = what === 'no token' ? {} : { tenant: { ...tenant, token: `${tenant.token}x` } };
    const error = await failure(fetchAccount(realApi(server, { ...stranger, signInAgain })));
    expect([signInAgain.mock.calls.length, (error as ApiError).status]).toEqual([1, 401]);
  });

  it('has not ended with a wrong password, which has a code of its own', async () => {
    const signInAgain = vi.fn(() => Promise.resolve(false));
    const body = { currentPassword: 'not this one', newPassword: 'seven quiet lanterns' };
    const error = await failure(changePassword(realApi(server, { tenant, signInAgain }), body));
    expect([signInAgain.mock.calls.length, (error as ApiError).code]).toEqual([0, 'wrong_password']);
  });

  it('is listed, with the person whose it is', async () => {
    expect((await fetchAccount(api)).user).toMatchObject({ id: tenant.id, email: tenant.email });
    expect((await listSessions(api)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
  });
});

describe('what the API answers', () => {
  it('of a metric that somebody has deleted is that it is deleted', async () => {
    const config = await make();
    await deleteMetricConfig(api, config.id);
    expect(await failure(fetchStats(api, config.id))).toBeInstanceOf(DeletedError);
  });

  it('of a metric that is saved as the form reads it is the same metric', async () => {
    const config = await make({ metricType: 'histogram', buckets: [1, 2], trackingEvents: ['page_load'] });
    const { id, exportedName, previousTokenExpiresAt, createdAt, updatedAt, ...draft } = config;
    const saved = await changeMetricConfig(api, id, draft);
    expect({ ...saved, updatedAt }).toEqual({
      ...draft,
      id,
      exportedName,
      previousTokenExpiresAt,
      createdAt,
      updatedAt,
    });
  });

  it('of keys has the one that code is made for when none is named', async () => {
    const [first] = await listApiKeys(api);
    const fields = {
      keyName: 'Second',
      expiresAt: null,
      allowedOrigins: [],
      createsMetrics: false,
      countRobots: false,
    };
    const second = await createApiKey(api, fields);
    const chosen = async () => oldestUsableKey(await listApiKeys(api), Date.now())?.id;
    const config = await make();
    const tagOf = async (apiKeyId: string) => (await generateCode(api, config.id, { apiKeyId })).scriptTag;
    const tagOfNone = async () => (await generateCode(api, config.id, {})).scriptTag;
    expect([await chosen(), await tagOfNone()]).toEqual([first?.id, await tagOf(first?.id ?? '')]);
    await changeApiKey(api, first?.id ?? '', { isActive: false });
    expect([await chosen(), await tagOfNone()]).toEqual([second.id, await tagOf(second.id)]);
    expect((await rotateApiKey(api, second.id, 60)).apiSecret).not.toBe(second.apiSecret);
  });

  it('of a site tag names the metrics that count in pages', async () => {
    const [key] = await listApiKeys(api);
    const inPages = await make({ trackingEvents: ['signup'] });
    await make({ metricName: 'orders', inPages: false });
    await make({ metricName: 'paused', isActive: false });
    const { metrics } = await generateSiteCode(api, key?.id ?? '');
    expect([isInPages(inPages), metrics]).toEqual([true, ['visits']]);
  });

  it('of its health has only states that the page knows', async () => {
    const health = await fetchHealth(new AbortController().signal);
    expect(['ok', 'degraded']).toContain(health.state);
    const states = Object.values(health.checks).map(({ state }) => state);
    expect(states).not.toContain('unknown');
    expect(health.checks.database.state).toBe('up');
  });

  it('of its addresses is where samples go', async () => {
    const { endpoint, scriptUrl } = await fetchClient(new AbortController().signal);
    expect([endpoint, scriptUrl].map((url) => new URL(url).pathname)).toEqual([
      '/api/v1/metrics',
      '/api/v1/client/script.js',
    ]);
  });

  it('without Prometheus and Grafana says so in the way that the page understands', async () => {
    expect(isWithoutPrometheus(await failure(queryTime(api)))).toBe(true);
    expect((await fetchGrafana(api)).available).toBe(false);
  });
});
