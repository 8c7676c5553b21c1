import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ClientInfo } from '../backend/src/api/client/client.presenter.ts';
import { testConfig } from '../backend/src/testing/testConfig.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { blocksOf, pages } from './snippets/blocks.ts';
import {
  callSignup,
  createMetric,
  expectCounted,
  expectCountedWhenCalled,
  expectOwnVisitLeftOut,
  expectTotal,
} from './snippets/counting.ts';
import {
  answer,
  block,
  command,
  commandUntil,
  composeCommands,
  drawing,
  type Place,
  type Row,
  startedBy,
} from './snippets/docBlocks.ts';
import type { Shell } from './snippets/shell.ts';
import { withCredentials } from './snippets/withCredentials.ts';
import { startWorld, type World } from './snippets/world.ts';

/*
 * What people are shown to copy in the documentation, and in an answer of the API, is run here as they would run it. A block of a page
 * without a row fails the test, so that a new snippet cannot be left out.
 */
describeWith(['chromium', 'prometheus', 'pushgateway'], 'what people are shown to copy in the documentation', () => {
  let world: World;
  let shell: Shell;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    shell = world.openShell();
  });
  afterEach(() => shell.close());

  it('in the answer of GET /api/v1/client', async () => {
    const id = await createMetric(world, { metricName: 'signups', metricType: 'counter', labels: { plan: '' } });
    const { body } = await world.server.call<ClientInfo>('GET', '/api/v1/client');
    await expectCountedWhenCalled(world, id, 1, await withCredentials(world, body.usage, id), callSignup);
  });

  /** Takes every event of the page's own. */
  const anyEvent = () =>
    createMetric(world, {
      metricName: `own_${Date.now()}`,
      metricType: 'counter',
      labels: { event: '$event', plan: '' },
    });

  const ownEvents = block('html', async (text) => {
    const id = await anyEvent();
    const html = `<script>${(await world.codeOf(id)).code}</script>${text}`;
    await expectCountedWhenCalled(world, id, 50.9, html, (visit) =>
      visit.page.evaluate('countSignup(); countPurchase(49.9)'),
    );
  });
  const markup = block('html', async (text) => {
    const id = await anyEvent();
    const html = `${text}<script>${(await world.codeOf(id)).code}</script>`;
    await expectCountedWhenCalled(world, id, 1, html, (visit) => visit.page.getByRole('button').click());
  });
  const earlyEvents = block('html', async (text) => {
    const id = await anyEvent();
    const { earlyTag, scriptTag } = await world.codeOf(id);
    expect(text.trim()).toBe(earlyTag);
    await expectCounted(world, id, 1, `${text}<script>uvp.track('early')</script>${scriptTag}`);
  });
  const batch = block('json', async (text) => {
    const id = await createMetric(world, { metricName: 'page_views', metricType: 'counter', labels: { path: '' } });
    const { apiKey, apiSecret } = world.tenant;
    const headers = { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret };
    const { status } = await world.server.call('POST', '/api/v1/metrics', { headers, body: text });
    expect(status).toBe(202);
    await expectTotal(world, id, 3);
  });
  const ignore = block('js', async (text) => {
    const visit = await world.visit('');
    await visit.page.evaluate(text);
    await expectOwnVisitLeftOut(world, visit);
    await visit.leave();
  });
  const policy = block('csp', async (text) => {
    const id = await createMetric(world, { metricName: 'policy_views', metricType: 'counter', autoTrack: true });
    const meta = `<meta http-equiv="Content-Security-Policy" content="${text}">`;
    await expectCounted(world, id, 1, `${meta}${(await world.codeOf(id)).scriptTag}`);
  });
  const library = block('html', async (text) => {
    const id = await createMetric(world, { metricName: 'signups_here', metricType: 'counter', labels: { plan: '' } });
    const html = await withCredentials(world, text.replace("'signups'", "'signups_here'"), id);
    await expectCountedWhenCalled(world, id, 1, html, callSignup);
  });
  const program = block('js', async (text) => {
    const orders = await createMetric(world, { metricName: 'orders', metricType: 'counter', labels: { plan: '' } });
    const length = await createMetric(world, { metricName: 'queue_length', metricType: 'gauge' });
    await world.runNode(text);
    await expectTotal(world, orders, 2);
    await expectTotal(world, length, 7);
  });
  const increase = block('sh', async (text, place) => {
    await createMetric(world, { metricName: 'visits', metricType: 'counter', labels: { page: '' } });
    await world.server.push(world.tenant, [{ name: 'visits', labels: { page: '/' } }]);
    await commandUntil(/"page":"\/"/, 'sh').run(text, place);
  });

  /** Lines of an .env file that the configuration takes. */
  const settings = block('bash', (text) => {
    const given = Object.fromEntries(text.split('\n').map((line) => line.split('=', 2)));
    expect(() => testConfig('postgres://localhost/uvp', given)).not.toThrow();
  });

  /** At Cloudflare a request has the visitor's address; what the code uses besides is in Node as well. */
  const worker = block('js', async (text) => {
    const id = await anyEvent();
    const { apiKey, apiSecret } = world.tenant;
    const { metricConfig } = (
      await world.server.call<{ metricConfig: { metricName: string } }>('GET', `/api/v1/metric-configs/${id}`, {
        token: world.tenant.token,
      })
    ).body;
    const body = JSON.stringify({ apiKey, apiSecret, metrics: [{ name: metricConfig.metricName }] });
    const printed = await world.runNode(`${text.replace('export default', 'const worker =')}
      const headers = { 'CF-Connecting-IP': '203.0.113.7', 'Content-Type': 'text/plain', Cookie: 'session=1' };
      const request = new Request('https://www.example.com/api/v1/metrics?x=1', {
        method: 'POST', headers, body: ${JSON.stringify(body)},
      });
      console.log((await worker.fetch(request)).status);`);
    expect(printed.trim()).toBe('202');
    await expectTotal(world, id, 1);
  });
  const rewrites = block('js', async (text) => {
    const printed = await world.runNode(`${text.replace('export default', 'const config =')}
      console.log(JSON.stringify(await config.rewrites()));`);
    expect(JSON.parse(printed)).toEqual([{ source: '/s/:path*', destination: `${world.url}/s/:path*` }]);
  });

  const step = command();
  const rows: Record<string, readonly Row[]> = {
    'README.md': [
      startedBy('scripts/stack/launcher.test.ts'),
      drawing('mermaid'),
      ...[step, answer(), step, answer(), step, answer(), step, answer()],
      ...[commandUntil(/"value":\[[\d.]+,"2"\]/), answer()],
      composeCommands(),
    ],
    'CONTRIBUTING.md': [drawing()],
    'docs/architecture.md': [drawing()],
    'docs/grafana.md': [drawing(), composeCommands()],
    'docs/operations.md': [
      composeCommands(),
      settings,
      startedBy('frontend/e2e/behindNginx.test.ts', 'nginx'),
      settings,
      composeCommands(),
    ],
    'docs/queries.md': [increase],
    'docs/tracking.md': [
      ...[ownEvents, markup, earlyEvents, batch, ignore, policy],
      startedBy('frontend/e2e/firstParty.test.ts', 'nginx'),
      startedBy('frontend/e2e/firstParty.test.ts', 'caddy'),
      worker,
      rewrites,
      startedBy('frontend/e2e/firstParty.test.ts', 'html'),
      startedBy('frontend/e2e/firstParty.test.ts', 'nginx'),
      ...[library, step, program],
    ],
  };

  it.each(pages)('every block of %s does what it says', async (name) => {
    const blocks = blocksOf(name);
    const expected = rows[name] ?? [];
    expect(blocks.map(({ language }) => language)).toEqual(expected.map(({ language }) => language));
    const place: Place = { world, shell, printed: '' };
    for (const [index, { text }] of blocks.entries()) {
      await expected[index]?.run(await withCredentialsUnlessToken(text), place);
    }
  });

  /** A token is of one metric, so the row that needs one fills it in. */
  const withCredentialsUnlessToken = (text: string) =>
    text.includes('mb_…') ? Promise.resolve(text) : withCredentials(world, text);
});
