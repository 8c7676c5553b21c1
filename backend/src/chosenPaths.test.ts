import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressUnderTest } from './testing/addressUnderTest.ts';
import { startTestPlatform, type TestPlatform } from './testing/testPlatform.ts';

const standard = { ...addressUnderTest };
const chosen = { scriptPath: '/s/site.js', collectPath: '/s/send' };
Object.assign(addressUnderTest, chosen);

/*
 * The tests of the two addresses for pages, by the names that an operator has chosen. They read the names when they are imported, and start
 * servers that have them. Those of metrics.unauthenticated.test.ts are left out: they wait for time limits, and would wait twice.
 */
describe('by its chosen name', () => {
  describe('the address of samples', async () => {
    await import('./api/metrics/metrics.test.ts');
    await import('./api/metrics/metrics.body.test.ts');
    await import('./api/metrics/metrics.browser.test.ts');
    await import('./api/metrics/metrics.credentials.test.ts');
    await import('./api/metrics/metrics.site.test.ts');
  });

  describe('the address of the script', async () => {
    await import('./api/client/client.test.ts');
    await import('./api/client/client.site.test.ts');
  });
});

describe('a server with SCRIPT_PATH and COLLECT_PATH', () => {
  let directory: string;
  let server: TestPlatform;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'uvp-paths-'));
    await writeFile(join(directory, 'index.html'), '<title>Dashboard</title>');
    server = await startTestPlatform({ env: { PUBLIC_URL: 'https://example.test/uvp' }, dashboardDir: directory });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const scripts = [chosen.scriptPath, standard.scriptPath, '/S/Site.js/'];
  const collectors = [chosen.collectPath, standard.collectPath, '/S/Send/'];

  it.each(['', '/uvp'])('has both by both names below “%s”, and the dashboard beside them', async (prefix) => {
    const tenant = await server.signUp();
    const id = await server.createMetric(tenant, { metricName: 'clicks', metricType: 'counter', autoTrack: true });
    const headers = { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret };
    for (const path of collectors) {
      const body = { metrics: [{ name: 'clicks' }] };
      expect((await server.call('POST', `${prefix}${path}?x=1`, { headers, body })).status, path).toBe(202);
      expect((await server.call('OPTIONS', `${prefix}${path}`)).status, path).toBe(204);
      const head = await fetch(`${server.platform.url}${prefix}${path}`, { method: 'HEAD' });
      expect([head.status, head.headers.get('allow'), await head.text()], path).toEqual([405, 'POST, OPTIONS', '']);
    }
    expect(await server.total(tenant, id)).toBe(collectors.length);
    const texts = new Set<unknown>();
    for (const path of scripts) {
      const answer = await server.call('GET', `${prefix}${path}?key=${tenant.apiKey}`);
      expect(answer.status, path).toBe(200);
      texts.add(answer.body);
      const head = await server.call('HEAD', `${prefix}${path}?key=${tenant.apiKey}`);
      expect([head.status, head.body], path).toEqual([200, '']);
      const preflight = await server.call('OPTIONS', `${prefix}${path}`);
      expect(preflight.headers.get('allow'), path).toBe('GET, HEAD');
    }
    expect([...texts]).toEqual([expect.stringContaining('mt_')]);
    expect((await server.call('GET', `${prefix}/`)).body).toContain('Dashboard');
  });

  it.each(['/s', '/s/sendx', '/s/send/x', '/x/s/send', '/s/siteXjs', '/s/site.js/x', '/uvp/uvp/s/send'])(
    'does not know %s',
    async (path) => {
      expect((await server.call('GET', path)).status).toBe(404);
    },
  );

  it('writes the standard names into its log and its metrics, whatever name a request came by', async () => {
    const tenant = await server.signUp();
    const unknown = `mk_${'0'.repeat(20)}`;
    const headers = { 'X-API-Key': unknown, 'X-API-Secret': tenant.apiSecret };
    await server.call('POST', chosen.collectPath, { headers, body: { metrics: [{ name: 'clicks' }] } });
    await server.call('GET', `${chosen.scriptPath}?key=${unknown}`);
    await expect.poll(() => server.log.lines.join('\n')).toContain('GET /api/v1/client/script.js 404');
    expect(server.log.lines.join('\n')).toContain('POST /api/v1/metrics 401');
    const { body } = await (await fetch(`${server.platform.internalUrl}/metrics`))
      .text()
      .then((text) => ({ body: text }));
    expect(body).toMatch(/route="\/api\/v1\/metrics",status="401"/);
    expect(body).toMatch(/route="\/api\/v1\/client\/script\.js",status="404"/);
    for (const text of [...server.log.lines, body]) expect(text).not.toMatch(/\/s\/s/);
  });
});
