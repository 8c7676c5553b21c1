import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signBrowserToken } from '../../credentials/browserToken.ts';
import { signSiteToken } from '../../credentials/siteToken.ts';
import type { RecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import type { TestTenant } from '../../testing/testPlatform.ts';
import { startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

const signingSecret = Buffer.alloc(32, 7);
const datasourceToken = 'd'.repeat(40);

let queries: TestQueries;
let upstream: RecordingPrometheus;
let owner: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  queries = await startTestQueries({
    BROWSER_TOKEN_KEYS: `k1:${signingSecret.toString('base64url')}`,
    GRAFANA_DATASOURCE_TOKEN: datasourceToken,
    RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '1000',
  });
  ({ upstream, owner } = queries);
  other = await queries.server.signUp();
});
afterEach(() => upstream.reset());
afterAll(() => queries?.stop());

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const headers = (apiKey: string, apiSecret: string) => ({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
const queryOf = (tenant: TestTenant) => `{__name__="x",tenant="${tenant.id}"}`;

describe('credentials on the public listener', () => {
  it('takes a session, key and secret as headers, and key and secret as user and password', async () => {
    const accepted = [
      bearer(owner.token),
      { Authorization: `bearer ${owner.token}`, Origin: 'https://metrics.example.test' },
      headers(owner.apiKey, owner.apiSecret),
      basic(owner.apiKey, owner.apiSecret),
    ];
    for (const given of accepted) {
      expect((await queries.ask(given)).status).toBe(200);
      expect(upstream.takeOne().params.get('query')).toBe(queryOf(owner));
    }
  });

  it('refuses everything else with 401 and a challenge, and asks nothing', async () => {
    const refused: [Record<string, string>, challenge: RegExp][] = [
      [{}, /^Bearer/],
      [{ Authorization: 'Bearer' }, /^Bearer/],
      [{ Authorization: 'Negotiate x' }, /^Bearer/],
      [bearer('x'), /^Bearer/],
      [bearer(owner.apiSecret), /^Bearer/],
      [bearer(datasourceToken), /^Bearer/],
      [{ 'X-API-Key': owner.apiKey }, /^Bearer/],
      [headers(owner.apiKey, other.apiSecret), /^ApiKey/],
      [headers(owner.apiKey, ''), /^ApiKey/],
      [headers(owner.apiKey, owner.token), /^ApiKey/],
      [basic(owner.apiKey, other.apiSecret), /^Basic/],
      [basic(owner.apiKey, ''), /^Basic/],
      [{ Authorization: 'Basic ====' }, /^Basic/],
      [basic(`u-${owner.id}`, datasourceToken), /^Basic/],
    ];
    for (const [given, challenge] of refused) {
      const { status, body, headers: answered } = await queries.ask(given);
      expect([status, body.status, body.errorType], JSON.stringify(given)).toEqual([401, 'error', 'unauthorized']);
      expect(answered.get('www-authenticate')).toMatch(challenge);
    }
    const paths = ['metadata', 'rules', 'status/buildinfo', 'series', 'label/a/values', 'query_exemplars?query=x'];
    for (const path of paths) expect((await queries.ask({}, path)).status).toBe(401);
    expect(upstream.requests).toEqual([]);
  });

  it('takes no token of a page, for everybody can read it there', async () => {
    const metricConfigId = await queries.server.createMetric(owner, {
      metricName: 'clicks',
      metricType: 'counter',
      inPages: true,
    });
    const claims = { apiKey: owner.apiKey, metricConfigId, tokenVersion: 1 };
    const token = signBrowserToken(claims, { id: 'k1', secret: signingSecret });
    expect((await queries.server.push({ ...owner, apiSecret: token }, [{ name: 'clicks' }])).status).toBe(202);
    const siteToken = signSiteToken({ apiKey: owner.apiKey, tokenVersion: 1 }, { id: 'k1', secret: signingSecret });
    expect((await queries.server.push({ ...owner, apiSecret: siteToken }, [{ name: 'clicks' }])).status).toBe(202);
    for (const one of [token, siteToken]) {
      for (const given of [headers(owner.apiKey, one), basic(owner.apiKey, one), bearer(one)]) {
        expect((await queries.ask(given)).status).toBe(401);
      }
    }
    expect(upstream.requests).toEqual([]);
  });

  it('refuses a secret that comes from a page', async () => {
    const { status, body } = await queries.ask({ ...headers(owner.apiKey, owner.apiSecret), Origin: 'https://a.test' });
    expect([status, body.errorType]).toEqual([403, 'forbidden']);
    expect(body.error).toMatch(/Rotate it/);
    expect(upstream.requests).toEqual([]);
  });

  it('goes by the credentials, whatever else the request says', async () => {
    const forged = { 'X-Grafana-User': `u-${other.id}`, 'X-Scope-OrgID': other.id, 'X-WEBAUTH-USER': other.id };
    await queries.ask({ ...bearer(owner.token), ...forged }, `query?query=x&tenant=${other.id}`);
    expect(upstream.takeOne().params.get('query')).toBe(queryOf(owner));
    expect((await queries.ask({ ...bearer(datasourceToken), ...forged })).status).toBe(401);
  });

  it('shows an operator their own numbers only', async () => {
    const operator = await queries.server.signUp();
    await queries.server.database.pool.query('update users set is_operator = true where id = $1', [operator.id]);
    await queries.ask(bearer(operator.token));
    expect(upstream.takeOne().params.get('query')).toBe(queryOf(operator));
    expect((await queries.ask(bearer(operator.token), 'rules')).body.data).toEqual({ groups: [] });
  });

  it('stops a key at once when it is switched off', async () => {
    const user = await queries.server.signUp();
    const list = await queries.server.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', {
      token: user.token,
    });
    const off = { token: user.token, body: { isActive: false } };
    expect((await queries.ask(headers(user.apiKey, user.apiSecret))).status).toBe(200);
    await queries.server.call('PATCH', `/api/v1/apikeys/${list.body.apiKeys[0]?.id}`, off);
    const ask = async () => (await queries.ask(headers(user.apiKey, user.apiSecret))).status;
    await expect.poll(ask, { timeout: 10_000 }).toBe(401);
  });

  it('lets nobody guess for long', async () => {
    const strict = await startTestQueries({ RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '3' });
    const wrong = headers(strict.owner.apiKey, owner.apiSecret);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) statuses.push((await strict.ask(wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const { body, headers: answered } = await strict.ask(wrong);
    expect(body.errorType).toBe('too_many_requests');
    expect(Number(answered.get('retry-after'))).toBeGreaterThan(0);
    expect((await strict.ask(headers(strict.owner.apiKey, strict.owner.apiSecret))).status).toBe(200);
    await strict.stop();
  });

  it('is for no other website', async () => {
    const response = await fetch(`${queries.server.platform.url}/api/v1/prometheus/api/v1/query`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://a.test', 'Access-Control-Request-Method': 'GET' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('Grafana on the internal listener', () => {
  const grafana = (user: string | undefined, token = datasourceToken) => ({
    ...bearer(token),
    ...(user !== undefined && { 'X-Grafana-User': user }),
  });
  const ask = (given: Record<string, string>, path?: string) => queries.ask(given, path, 'internal');

  it('sees what the signed-in user may see', async () => {
    expect((await ask(grafana(`u-${owner.id}`))).status).toBe(200);
    expect(upstream.takeOne().params.get('query')).toBe(queryOf(owner));
    await ask(grafana(`u-${other.id}`));
    expect(upstream.takeOne().params.get('query')).toBe(queryOf(other));
  });

  it('is refused without its token, whatever user it names', async () => {
    const refused = [
      { 'X-Grafana-User': `u-${owner.id}` },
      grafana(`u-${owner.id}`, 'e'.repeat(40)),
      grafana(`u-${owner.id}`, ''),
      bearer(owner.token),
      headers(owner.apiKey, owner.apiSecret),
      basic(owner.apiKey, owner.apiSecret),
      { ...basic('x', datasourceToken), 'X-Grafana-User': `u-${owner.id}` },
    ];
    for (const given of refused) expect((await ask(given)).status, JSON.stringify(given)).toBe(401);
    expect(upstream.requests).toEqual([]);
  });

  it('is refused for nobody in particular', async () => {
    const inactive = await queries.server.signUp();
    await queries.server.database.pool.query('update users set is_active = false where id = $1', [inactive.id]);
    const nobody = [
      undefined,
      '',
      'admin',
      owner.id,
      `u-${owner.id.toUpperCase()}`,
      `U-${owner.id}`,
      `u-${owner.id} `.repeat(2),
    ];
    const unknown = ['u-00000000-0000-4000-8000-000000000000', 'u-', `u-${inactive.id}`, `u-${owner.id},u-${other.id}`];
    for (const user of [...nobody, ...unknown]) {
      const { status, body } = await ask(grafana(user));
      expect([status, body.errorType], String(user)).toEqual([403, 'forbidden']);
    }
    expect(upstream.requests).toEqual([]);
  });

  it('shows an operator everything, within the same limits', async () => {
    const operator = await queries.server.signUp();
    await queries.server.database.pool.query('update users set is_operator = true where id = $1', [operator.id]);
    const given = grafana(`u-${operator.id}`);
    await ask(given, 'query?query=sum by (tenant) (x{tenant="a"})');
    expect(upstream.takeOne().params.get('query')).toBe('sum by (tenant) ( {__name__="x",tenant="a"} )');
    await ask(given, 'labels');
    expect(upstream.takeOne().params.getAll('match[]')).toEqual([]);
    for (const path of ['metadata', 'rules']) {
      await ask(given, path);
      expect(upstream.takeOne().url).toBe(`/api/v1/${path}`);
    }
    expect((await ask(given, 'query?query=info(x)')).status).toBe(400);
    expect((await ask(given, 'status/config')).status).toBe(404);
    expect(upstream.requests).toEqual([]);
  });

  it('is refused altogether when no token is configured', async () => {
    const closed = await startTestQueries();
    for (const token of ['', 'undefined', datasourceToken]) {
      const { status } = await closed.ask(grafana(`u-${closed.owner.id}`, token), undefined, 'internal');
      expect(status).toBe(401);
    }
    await closed.stop();
  });
});
