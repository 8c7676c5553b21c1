import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { choosePort, releasePort } from '../../../../scripts/stack/ports.ts';
import { type StandInGrafana, startStandInGrafana } from '../../testing/standInGrafana.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

const publicUrl = 'http://metrics.example.test';
const datasourceToken = 'a-token-of-the-data-source-of-32-characters';

let directory: string;
let grafana: StandInGrafana;
let server: TestPlatform;
let replica: TestPlatform;
let tenant: TestTenant;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-gateway-'));
  const keyFile = join(directory, 'jwt/public.pem');
  const internalPort = await choosePort();
  grafana = await startStandInGrafana({
    UVP_GRAFANA_ROOT_URL: `${publicUrl}/grafana/`,
    UVP_GRAFANA_KEY_FILE: keyFile,
    UVP_GRAFANA_DATASOURCE_URL: `http://127.0.0.1:${internalPort}/api/v1/prometheus`,
    GRAFANA_DATASOURCE_TOKEN: datasourceToken,
  });
  const env = {
    PUBLIC_URL: publicUrl,
    INTERNAL_PORT: String(internalPort),
    GRAFANA_URL: grafana.url,
    GRAFANA_DATASOURCE_TOKEN: datasourceToken,
    GRAFANA_PUBLIC_KEY_FILE: keyFile,
    JWT_SECRET: 'the same secret on every replica, as it must be',
  };
  server = await startTestPlatform({ env });
  releasePort(internalPort);
  replica = await startTestPlatform({ env: { ...env, INTERNAL_PORT: '0' }, database: server.database });
  tenant = await server.signUp();
});
afterAll(async () => {
  await replica?.stop();
  await server?.stop();
  await grafana?.stop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  grafana.seen.length = 0;
});

const send = (path: string, init: RequestInit = {}, at = server) =>
  fetch(at.platform.url + path, { redirect: 'manual', ...init });

/** The cookie of somebody who has signed in to the dashboard. */
const cookieOf = (who = tenant): Record<'Cookie', string> => ({ Cookie: `uvp_session=${who.token}` });

describe('/grafana', () => {
  it('tells Grafana who it is, on every replica, and passes its page on', async () => {
    const cookie = cookieOf();
    for (const at of [server, replica]) {
      const page = await send('/grafana/d/uvp-counter?var-metric=a', { headers: cookie }, at);
      expect(page.status).toBe(200);
      expect(await page.text()).toBe(`<html>/d/uvp-counter for u-${tenant.id}</html>`);
      expect(page.headers.get('content-security-policy')).toBe("script-src 'nonce-grafana'");
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    expect(grafana.seen.map(({ url }) => url)).toEqual(Array(2).fill('/grafana/d/uvp-counter?var-metric=a'));
  });

  it('lets nothing through that a browser could forge', async () => {
    const cookie = cookieOf();
    await send('/grafana/api/search?auth_token=x&a=1&auth%5ftoken=y', {
      headers: {
        Cookie: `grafana_session=stolen; ${cookie.Cookie}; other=1`,
        Authorization: 'Basic YWRtaW46YWRtaW4=',
        'X-JWT-Assertion': 'forged',
        'X-WEBAUTH-USER': 'admin',
        'X-WEBAUTH-ROLE': 'Admin',
        'X-Grafana-User': 'u-somebody-else',
        'X-Grafana-Org-Id': '2',
        'X-Grafana-Device-Id': 'x',
        'X-DS-Authorization': 'Bearer x',
        'X-Forwarded-For': '10.0.0.1',
        'X-Forwarded-Host': 'evil.test',
        'X-Forwarded-Proto': 'https',
        'X-Dashboard-Uid': 'uvp-counter',
      },
    });
    const [seen] = grafana.seen;
    expect(seen?.url).toBe('/grafana/api/search?a=1');
    expect(seen?.login).toBe(`u-${tenant.id}`);
    const own = ['x-jwt-assertion', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-dashboard-uid'];
    const names = Object.keys(seen?.headers ?? {}).filter((name) => name.startsWith('x-'));
    expect(names.sort()).toEqual(own.sort());
    expect(seen?.headers).toMatchObject({
      host: 'metrics.example.test',
      'x-forwarded-host': 'metrics.example.test',
      'x-forwarded-proto': 'http',
    });
    expect(seen?.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
    for (const name of ['cookie', 'authorization', 'origin', 'referer']) expect(seen?.headers[name]).toBeUndefined();
  });

  it('gives files to everybody without telling who', async () => {
    const asset = await send('/grafana/public/build/app.js');
    expect(await asset.text()).toBe('asset');
    expect(grafana.seen[0]?.headers['x-jwt-assertion']).toBeUndefined();
  });

  it('passes nothing on without a valid cookie', async () => {
    const { Cookie } = cookieOf();
    for (const value of [
      '',
      'uvp_session=',
      'uvp_session=x',
      `uvp_grafana=${tenant.token}`,
      `other${Cookie}`,
      `${Cookie}x`,
    ]) {
      expect((await send('/grafana/api/search', { headers: { Cookie: value } })).status, value).toBe(401);
    }
    expect(grafana.seen).toEqual([]);
  });

  it('takes a cookie that is no way into the API without its header', async () => {
    expect((await send('/api/v1/auth/me', { headers: cookieOf() })).status).toBe(401);
  });

  it('does not open administration', async () => {
    const headers = { ...cookieOf(), Accept: 'text/html' };
    for (const path of ['/login', '/admin/users', '/api/admin/settings', '/public/..%2fapi/admin/settings']) {
      const { status } = await send(`/grafana${path}`, { headers });
      expect(status, path).toBe(404);
    }
    expect((await send('/grafana/api/annotations', { method: 'POST', headers, body: '{}' })).status).toBe(404);
    expect(grafana.seen).toEqual([]);
  });

  it('takes questions from our own pages only', async () => {
    const headers = { ...cookieOf(), 'Content-Type': 'application/json' };
    const ask = (more: Record<string, string>, body = '{"queries": []}') =>
      send('/grafana/api/ds/query?ds_type=prometheus', { method: 'POST', headers: { ...headers, ...more }, body });
    expect((await ask({ Origin: 'http://evil.test' })).status).toBe(403);
    expect((await ask({ Origin: 'null' })).status).toBe(403);
    expect(grafana.seen).toEqual([]);
    expect((await ask({ Origin: publicUrl })).status).toBe(200);
    expect(grafana.seen[0]?.body).toBe('{"queries": []}');
    expect((await ask({}, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  });

  it('ends with the account, with all of its sessions, and with this one', async () => {
    const { pool } = server.platform.database;
    const gone = await server.signUp();
    const headers = cookieOf(gone);
    const look = async () => (await send('/grafana/api/search', { headers })).status;
    expect(await look()).toBe(200);
    await pool.query('update users set token_version = token_version + 1 where id = $1', [gone.id]);
    expect(await look()).toBe(401);
    await pool.query('update users set token_version = token_version - 1, is_active = false where id = $1', [gone.id]);
    expect(await look()).toBe(401);
    await pool.query('update users set is_active = true where id = $1', [gone.id]);
    expect(await look()).toBe(200);
    const out = await send('/api/v1/auth/signout', {
      method: 'POST',
      headers: { ...headers, 'X-UVP-Session': 'active' },
    });
    expect(out.status).toBe(204);
    expect(await look()).toBe(401);
  });

  it('keeps a session that is in use, and no session because a dashboard refreshes itself', async () => {
    const { pool } = server.platform.database;
    const minutesAgo = async () => {
      const { rows } = await pool.query<{ minutes: number }>(
        'select round(extract(epoch from clock_timestamp() - max(last_seen_at)) / 60)::int as minutes from sessions where user_id = $1',
        [tenant.id],
      );
      return rows[0]?.minutes;
    };
    const headers = cookieOf();
    const query = {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: '{"queries": []}',
    };
    const idle: [string, RequestInit][] = [
      ['/grafana/api/ds/query', query],
      ['/grafana/api/annotations', { headers }],
    ];
    const active: [string, RequestInit][] = [
      ['/grafana/d/x', { headers: { ...headers, Accept: 'text/html' } }],
      ['/grafana/api/dashboards/uid/x', { headers }],
    ];
    for (const [path, init] of [...idle, ...active]) {
      await pool.query("update sessions set last_seen_at = clock_timestamp() - interval '1 hour' where user_id = $1", [
        tenant.id,
      ]);
      await send(path, init);
      expect(await minutesAgo(), path).toBe(idle.some(([other]) => other === path) ? 60 : 0);
    }
  });

  it("leads from Grafana's own sign-out to the dashboard, and lets no link end the session", async () => {
    const out = await send('/grafana/logout', { headers: { ...cookieOf(), Accept: 'text/html' } });
    expect([out.status, out.headers.get('location')]).toEqual([303, `${publicUrl}/#/account`]);
    expect((await send('/grafana/api/search', { headers: cookieOf() })).status).toBe(200);
  });

  it('sends people who are not signed in to the dashboard', async () => {
    const page = await send('/grafana/d/x', { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('Sign in to the dashboard first');
  });

  it('explains itself when Grafana does not accept the sign-in', async () => {
    const other = await startTestPlatform({
      env: { PUBLIC_URL: publicUrl, GRAFANA_URL: grafana.url, GRAFANA_DATASOURCE_TOKEN: datasourceToken },
    });
    const who = await other.signUp();
    const page = await send('/grafana/d/x', { headers: { ...cookieOf(who), Accept: 'text/html' } }, other);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('did not accept the sign-in');
    await other.stop();
  });

  it('leaves no cookie or assertion in the log', async () => {
    await send('/grafana/d/x', { headers: cookieOf() });
    const log = server.log.lines.join('\n');
    expect(log).toContain('GET /grafana');
    expect(log).not.toMatch(/eyJ/);
  });
});
