import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from './testing/testPlatform.ts';

let directory: string;
let server: TestPlatform;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-path-'));
  await writeFile(join(directory, 'index.html'), '<title>Dashboard</title>');
  server = await startTestPlatform({ env: { PUBLIC_URL: 'https://example.test/uvp' }, dashboardDir: directory });
});
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

const get = (path: string) => fetch(server.platform.url + path, { redirect: 'manual' });

describe('a server whose PUBLIC_URL has a path', () => {
  it.each(['', '/uvp'])(
    'takes requests that begin with “%s”: the proxy may keep the path or take it off',
    async (path) => {
      expect(await (await get(`${path}/`)).text()).toContain('Dashboard');
      expect((await get(`${path}/api/v1/health/live`)).status).toBe(200);
      expect((await get(`${path}/grafana/public/x.js`)).status).toBe(503);
      const { apiKey, apiSecret, token } = await server.signUp();
      const tenant = { headers: { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret } };
      const body = { name: 'Clicks', metricName: 'clicks', metricType: 'counter', labels: {} };
      const made = await server.call('POST', `${path}/api/v1/metric-configs`, { token, body });
      expect(made.status).toBe(201);
      const stored = await server.call('POST', `${path}/api/v1/metrics?x=1`, {
        ...tenant,
        body: { metrics: [{ name: 'clicks' }] },
      });
      expect(stored.status).toBe(202);
    },
  );

  it('leads from its path to the one with a slash, which the addresses in its page need', async () => {
    const answer = await get('/uvp');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/uvp/']);
  });

  it.each(['/uvpx/api/v1/health', '/uvp/uvp/api/v1/health', '/UVP/api/v1/health', '/uvp//api/v1/health', '/other'])(
    'does not know %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it.each(['', '/uvp'])('links the API reference relatively below “%s”, and with a slash leads to it', async (path) => {
    const page = await (await get(`${path}/api/docs`)).text();
    const links = [...page.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, link = '']) => link);
    expect(links).toEqual(['docs/styles.css', 'v1/openapi.json']);
    expect(page).toContain('<code>https://example.test/uvp</code>');
    for (const link of links) {
      const { pathname } = new URL(link, `${server.platform.url}${path}/api/docs`);
      expect((await get(pathname)).status, pathname).toBe(200);
    }
    const slash = await get(`${path}/api/docs/`);
    expect([slash.status, slash.headers.get('location')]).toEqual([302, '../docs']);
  });
});
