import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { buildSiteRequest, fiveMetrics } from '../testing/codeRequest.ts';
import { generateCode } from './generateCode.ts';

const five = buildSiteRequest(fiveMetrics);

describe('the code of a site', () => {
  it('carries every metric, under one tag that names the key alone', () => {
    const { code, scriptTag } = generateCode(five);
    new Script(code);
    for (const { metricName } of five.metrics) expect(code).toContain(`"${metricName}"`);
    expect(scriptTag).toBe(
      `<script async src="https://metrics.example.test/api/v1/client/script.js?key=${five.apiKey}"></script>`,
    );
  });

  it('takes an event for a metric without events by the name of the metric', () => {
    const { snippet, code } = generateCode(buildSiteRequest([{ metricName: 'orders', autoTrack: false }]));
    expect(snippet).toContain('function countOrders() { uvp.track("orders"); }');
    expect(code).toContain('["orders"]');
  });

  it('asks for the value and the labels that any metric of an event wants', () => {
    const { snippet } = generateCode(
      buildSiteRequest([
        { metricName: 'purchases', trackingEvents: ['purchase'], labels: { plan: 'pro' } },
        { metricName: 'revenue', metricType: 'summary', trackingEvents: ['purchase'], labels: { currency: 'EUR' } },
      ]),
    );
    expect(snippet).toContain(
      'function countPurchase(value) { uvp.track("purchase", { value: value, labels: {"plan":"pro","currency":"EUR"} }); }',
    );
    expect(snippet.match(/function countPurchase/g)).toHaveLength(1);
  });

  it('counts nothing when there is no metric', () => {
    const { code } = generateCode(buildSiteRequest([]));
    new Script(code);
    expect(code).not.toContain('fetch');
  });
});
