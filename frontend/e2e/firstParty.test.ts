import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { launchBrowser } from '../../backend/tracker/e2e/browser.ts';
import { blocksOf } from '../../docs/snippets/blocks.ts';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import type { Service } from '../../scripts/stack/service.ts';
import { describeWith, testTool } from '../../scripts/vitest/testTools.ts';
import { startCaddy, startNginx } from './webServers.ts';

/** A block of docs/tracking.md, with the address of this test's platform in it. */
function documented(language: string, platformUrl: string): string {
  const text = blocksOf('docs/tracking.md').find((one) => one.language === language)?.text ?? '';
  if (!text.includes('https://metrics.example.com'))
    throw new Error(`docs/tracking.md has no ${language} that passes on`);
  return text.replaceAll('https://metrics.example.com', platformUrl);
}

const servers = {
  nginx: (directory: string, port: number, passesOn: string) =>
    startNginx(
      directory,
      port,
      `server { listen 127.0.0.1:${port}; root ${directory}; default_type text/html;\n${passesOn}\n}`,
    ),
  caddy: (directory: string, port: number, passesOn: string) =>
    startCaddy(directory, port, `http://127.0.0.1:${port} {\nroot * ${directory}\nfile_server\n${passesOn}\n}`),
};

const env = {
  // Nobody answers there: whatever a page asks of it fails.
  PUBLIC_URL: 'https://metrics.example.test',
  SCRIPT_PATH: '/s/site.js',
  COLLECT_PATH: '/s/send',
  TRUST_PROXY_HOPS: '1',
  RATE_LIMIT_BROWSER_PER_SECOND: '1',
  RATE_LIMIT_BROWSER_BURST: '4',
};

/** Sends one sample as a page does, from an address of this machine, with a header that whoever sends has made up. */
type Send = (origin: string, from: string, forwarded: string) => Promise<number | undefined>;

async function sender(server: TestPlatform, tenant: TestTenant): Promise<Send> {
  const path = `/api/v1/apikeys/${tenant.apiKeyId}/generate-code`;
  const { body } = await server.call<{ code: string }>('POST', path, { token: tenant.token, body: {} });
  const apiSecret = /"apiSecret":"(mt_[^"]+)"/.exec(body.code)?.[1] ?? '';
  const ofPage = { 'Content-Type': 'application/json', 'X-API-Key': tenant.apiKey, 'X-API-Secret': apiSecret };
  return (origin, localAddress, forwarded) =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', localAddress, headers: { ...ofPage, 'X-Forwarded-For': forwarded } };
      const sent = request(`${origin}/s/send`, options, (answer) => resolve(answer.resume().statusCode));
      sent.on('error', reject).end(JSON.stringify({ metrics: [{ name: 'views' }] }));
    });
}

/** Twice as many as an address may send at once, each with another header. */
async function sendMany(send: Send, origin: string, from: string): Promise<readonly (number | undefined)[]> {
  const statuses: (number | undefined)[] = [];
  for (let n = 0; n < 8; n += 1) statuses.push(await send(origin, from, `203.0.113.${n}`));
  return statuses;
}

describe.each(['nginx', 'caddy'] as const)('a website whose %s passes the paths for pages on', (name) => {
  describeWith(['chromium', name], 'as docs/tracking.md says', () => {
    let directory: string;
    let website: Service;
    let server: TestPlatform;
    let browser: Browser;
    let tenant: TestTenant;
    let origin: string;
    let views: string;
    let tag: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'uvp-website-'));
      const port = await choosePort();
      origin = `http://127.0.0.1:${port}`;
      [server, browser] = await Promise.all([startTestPlatform({ env }), launchBrowser(testTool('chromium'))]);
      website = await servers[name](directory, port, documented(name, server.platform.url));
      releasePort(port);
      tenant = await server.signUp();
      views = await server.createMetric(tenant, { metricName: 'views', metricType: 'counter', autoTrack: true });
      const { body } = await server.call<{ scriptTag: string }>(
        'POST',
        `/api/v1/apikeys/${tenant.apiKeyId}/generate-code`,
        {
          token: tenant.token,
          body: { host: 'page' },
        },
      );
      tag = body.scriptTag;
      await writeFile(
        join(directory, 'index.html'),
        `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${tag}`,
      );
    });
    afterAll(async () => {
      await browser?.close();
      await website?.stop();
      await server?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    it('counts the views of its pages, which ask no other host', async () => {
      const shown = blocksOf('docs/tracking.md').find(({ text }) => text.includes('&host=page'));
      expect(tag).toBe(shown?.text.replace('mk_…', tenant.apiKey));
      const context = await browser.newContext();
      const asked: string[] = [];
      context.on('request', (one) => asked.push(one.url()));
      for (const path of ['/', '/index.html']) {
        const page = await context.newPage();
        const sent = page.waitForResponse((answer) => answer.request().method() === 'POST');
        await page.goto(origin + path);
        const answer = await sent;
        expect([answer.url(), answer.status()]).toEqual([`${origin}/s/send`, 202]);
        await page.close();
      }
      await context.close();
      await expect.poll(() => server.total(tenant, views)).toBe(2);
      expect(asked).toContain(`${origin}/s/site.js?key=${tenant.apiKey}&host=page`);
      expect(asked.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([]);
    });

    it('lets the limits see the address of the visitor, whatever the visitor writes into the header', async () => {
      const send = await sender(server, tenant);
      expect(await sendMany(send, origin, '127.0.0.2')).toContain(429);
      expect(await send(origin, '127.0.0.3', '203.0.113.1')).toBe(202);
    });
  });
});

describeWith(['nginx'], 'a platform whose own nginx believes the server of a website, as docs/tracking.md says', () => {
  let directories: string[];
  let services: Service[];
  let server: TestPlatform;
  /** Where visitors reach the website, and the platform. */
  let website: string;
  let platform: string;

  beforeAll(async () => {
    directories = [await mkdtemp(join(tmpdir(), 'uvp-website-')), await mkdtemp(join(tmpdir(), 'uvp-platform-'))];
    const [ofWebsite = '', ofPlatform = ''] = directories;
    const [websitePort, platformPort] = [await choosePort(), await choosePort()];
    website = `http://127.0.0.1:${websitePort}`;
    platform = `http://127.0.0.1:${platformPort}`;
    server = await startTestPlatform({ env });
    const block = blocksOf('docs/tracking.md').find(({ text }) => text.includes('set_real_ip_from'))?.text ?? '';
    const believes = block.replace('192.0.2.10', '127.0.0.1');
    const location = `location / {\nproxy_pass ${server.platform.url};\n${believes}\n}`;
    services = [
      await startNginx(ofPlatform, platformPort, `server { listen 127.0.0.1:${platformPort};\n${location}\n}`),
      await servers.nginx(ofWebsite, websitePort, documented('nginx', platform)),
    ];
    for (const port of [websitePort, platformPort]) releasePort(port);
  });
  afterAll(async () => {
    await Promise.all(services.map((one) => one.stop()));
    await server?.stop();
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  });

  it('limits each visitor by their own address, on both ways, and lets nobody choose one', async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'views', metricType: 'counter', inPages: true });
    const send = await sender(server, tenant);
    expect(await sendMany(send, platform, '127.0.0.2')).toContain(429);
    expect(await sendMany(send, website, '127.0.0.3')).toContain(429);
    for (const origin of [platform, website]) expect(await send(origin, '127.0.0.4', '127.0.0.2')).toBe(202);
  });
});
