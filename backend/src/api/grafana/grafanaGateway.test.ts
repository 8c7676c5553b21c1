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

async function ticketPath(path?: string, who = tenant): Promise<string> {
  const { body } = await server.call<{ url: string }>('POST', '/api/v1/grafana/ticket', {
    token: who.token,
    body: path === undefined ? {} : { path },
  });
  return body.url.slice(publicUrl.length);
}

/** The cookie of somebody who has opened Grafana. */
async function open(who = tenant): Promise<Record<'Cookie', string>> {
  const opened = await send(await ticketPath('/', who));
  return { Cookie: opened.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('GET /grafana/_open', () => {
  it('signs in and leads to the dashboard', async () => {
    const opened = await send(await ticketPath('/d/uvp-counter?var-metric=visits_total'));
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/grafana/d/uvp-counter?var-metric=visits_total');
    expect(opened.headers.get('set-cookie')).toMatch(/; Path=\/grafana; .*; HttpOnly; SameSite=Lax$/);
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await send(await ticketPath())).headers.get('location')).toBe('/grafana/d/uvp-overview');
  });

  it('takes a ticket once, on whichever replica', async () => {
    const path = await ticketPath();
    expect((await send(path, {}, replica)).status).toBe(303);
    for (const at of [server, replica]) {
      const again = await send(path, { headers: { Accept: 'text/html' } }, at);
      expect(again.status).toBe(403);
      expect(await again.text()).toContain('This link has been used, or is older than 30 seconds.');
      expect(again.headers.get('set-cookie')).toBeNull();
    }
  });

  it.each(['', '?ticket=', '?ticket=nonsense', '?ticket=a&ticket=b'])('refuses %j', async (query) => {
    expect((await send(`/grafana/_open${query}`)).status).toBe(403);
  });

  it('takes neither a session of the API nor its own cookie for a ticket', async () => {
    const { Cookie } = await open();
    for (const token of [tenant.token, Cookie.split('=')[1]]) {
      expect((await send(`/grafana/_open?ticket=${token}`)).status).toBe(403);
    }
  });
});

describe('/grafana', () => {
  it('tells Grafana who it is, on every replica, and passes its page on', async () => {
    const cookie = await open();
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
    const cookie = await open();
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
    const { Cookie } = await open();
    for (const value of [
      '',
      'uvp_grafana=',
      'uvp_grafana=x',
      `uvp_grafana=${tenant.token}`,
      `other${Cookie}`,
      `${Cookie}x`,
    ]) {
      expect((await send('/grafana/api/search', { headers: { Cookie: value } })).status, value).toBe(401);
    }
    expect(grafana.seen).toEqual([]);
  });

  it('is no way into the API', async () => {
    expect((await send('/api/v1/auth/me', { headers: await open() })).status).toBe(401);
  });

  it('does not open administration', async () => {
    const headers = { ...(await open()), Accept: 'text/html' };
    for (const path of ['/login', '/admin/users', '/api/admin/settings', '/public/..%2fapi/admin/settings']) {
      const { status } = await send(`/grafana${path}`, { headers });
      expect(status, path).toBe(404);
    }
    expect((await send('/grafana/api/annotations', { method: 'POST', headers, body: '{}' })).status).toBe(404);
    expect(grafana.seen).toEqual([]);
  });

  it('takes questions from our own pages only', async () => {
    const headers = { ...(await open()), 'Content-Type': 'application/json' };
    const ask = (more: Record<string, string>, body = '{"queries": []}') =>
      send('/grafana/api/ds/query?ds_type=prometheus', { method: 'POST', headers: { ...headers, ...more }, body });
    expect((await ask({ Origin: 'http://evil.test' })).status).toBe(403);
    expect((await ask({ Origin: 'null' })).status).toBe(403);
    expect(grafana.seen).toEqual([]);
    expect((await ask({ Origin: publicUrl })).status).toBe(200);
    expect(grafana.seen[0]?.body).toBe('{"queries": []}');
    expect((await ask({}, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  });

  it('ends with the account, with its sessions, and by signing out', async () => {
    const { pool } = server.platform.database;
    const gone = await server.signUp();
    const headers = await open(gone);
    const ticket = await ticketPath('/', gone);
    const look = async () => (await send('/grafana/api/search', { headers })).status;
    expect(await look()).toBe(200);
    await pool.query('update users set token_version = token_version + 1 where id = $1', [gone.id]);
    expect(await look()).toBe(401);
    expect((await send(ticket)).status).toBe(403);
    await pool.query('update users set token_version = token_version - 1, is_active = false where id = $1', [gone.id]);
    expect(await look()).toBe(401);
    const out = await send('/grafana/logout', { headers: { ...(await open()), Accept: 'text/html' } });
    expect(out.headers.get('set-cookie')).toMatch(/^uvp_grafana=; Path=\/grafana; Expires=Thu, 01 Jan 1970/);
    expect(await out.text()).toContain('You have signed out');
  });

  it('explains itself when Grafana does not accept the sign-in', async () => {
    const other = await startTestPlatform({
      env: { PUBLIC_URL: publicUrl, GRAFANA_URL: grafana.url, GRAFANA_DATASOURCE_TOKEN: datasourceToken },
    });
    const who = await other.signUp();
    const { body } = await other.call<{ url: string }>('POST', '/api/v1/grafana/ticket', {
      token: who.token,
      body: {},
    });
    const opened = await send(body.url.slice(publicUrl.length), {}, other);
    const Cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await send('/grafana/d/x', { headers: { Cookie, Accept: 'text/html' } }, other);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('did not accept the sign-in');
    await other.stop();
  });

  it('leaves no ticket, cookie or assertion in the log', async () => {
    const path = await ticketPath();
    await send(path);
    await send('/grafana/d/x', { headers: await open() });
    const log = server.log.lines.join('\n');
    expect(log).toContain('GET /grafana/_open 303');
    expect(log).not.toMatch(/ticket=|eyJ/);
  });
});
