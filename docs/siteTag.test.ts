import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PresentedSiteCode } from '../backend/src/contract/generatedCode.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { createMetric, expectCounted } from './snippets/counting.ts';
import { startWorld, type World } from './snippets/world.ts';

describeWith(['chromium', 'prometheus', 'pushgateway'], 'the tag of a whole website, in a page', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  async function siteCode(options: object = {}): Promise<PresentedSiteCode> {
    const { server, tenant } = world;
    const path = `/api/v1/apikeys/${tenant.apiKeyId}/generate-code`;
    const { status, body } = await server.call<PresentedSiteCode>('POST', path, { token: tenant.token, body: options });
    expect(status).toBe(200);
    return body;
  }

  it('breaks nothing before there is a metric, and counts it from then on, in every form', async () => {
    const { scriptTag } = await siteCode();
    const visit = await world.visit(scriptTag);
    expect(visit.complaints).toEqual([]);
    await visit.leave();

    const id = await createMetric(world, {
      metricName: 'page_views',
      metricType: 'counter',
      labels: { path: '$path' },
      autoTrack: true,
    });
    // The empty script is remembered for a second.
    const { apiKey } = world.tenant;
    const script = () => world.server.call<string>('GET', `/api/v1/client/script.js?key=${apiKey}`);
    await expect.poll(async () => (await script()).body, { timeout: 3_000 }).toContain('mt_');
    const { code, pinnedTag, metrics } = await siteCode({ pinned: true });
    expect(metrics).toEqual(['page_views']);
    const forms = [scriptTag, pinnedTag ?? '', `<script>${code}</script>`, `${scriptTag}${pinnedTag}`];
    for (const [index, html] of forms.entries()) await expectCounted(world, id, index + 1, html);
  });

  it('counts five metrics of a page in one request, each in its own way', async () => {
    const { server, tenant } = world;
    const given = [
      { metricName: 'views', metricType: 'counter', autoTrack: true, labels: { path: '$path' } },
      { metricName: 'load_seconds', metricType: 'histogram', trackingEvents: ['page_load'] },
      { metricName: 'js_errors', metricType: 'counter', trackingEvents: ['error'] },
      { metricName: 'revenue', metricType: 'summary', trackingEvents: ['purchase'] },
      { metricName: 'purchases', metricType: 'counter', trackingEvents: ['purchase'], labels: { plan: 'free' } },
    ];
    const ids = await Promise.all(given.map((fields) => createMetric(world, fields)));
    await server.createMetric(tenant, {
      metricName: 'servers_only',
      metricType: 'counter',
      trackingEvents: ['purchase'],
      inPages: false,
    });
    const { code, metrics } = await siteCode();
    expect(metrics).toEqual(expect.arrayContaining(given.map(({ metricName }) => metricName)));
    expect(metrics).not.toContain('servers_only');
    const tell =
      "uvp.track('purchase', { value: 12, labels: { plan: 'pro' } }); setTimeout(() => { throw new Error('one'); });";
    const visit = await world.visit(`<script>${code}</script><script>${tell}</script>`);
    await visit.page.waitForTimeout(500);
    await visit.flush();
    const totals = async () => Promise.all(ids.map((id) => server.total(tenant, id)));
    await expect.poll(totals, { interval: 500 }).toEqual([1, 1, 1, 1, 12]);
    await visit.leave();
  });

  it('lets the generic library write any metric that is for pages', async () => {
    const id = await createMetric(world, { metricName: 'depth', metricType: 'gauge', inPages: true });
    const { code } = await siteCode();
    const token = /mt_[\w.-]+/.exec(code)?.[0];
    const client = `uvp.init({ apiKey: '${world.tenant.apiKey}', apiSecret: '${token}' })`;
    const html = `<script src="${world.scriptUrl}"></script><script>${client}.track('depth', { value: 7 });</script>`;
    await expectCounted(world, id, 7, html);
  });
});
