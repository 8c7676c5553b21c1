import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildCodeRequest } from '../testing/codeRequest.ts';
import type { CodeRequest } from './assemble.ts';
import { generateCode, renderScript } from './generateCode.ts';
import type { TrackedMetric } from './trackedMetric.ts';

const [pageViews] = buildCodeRequest().metrics;

function site(...given: Partial<TrackedMetric>[]): CodeRequest {
  const metrics = given.map((fields, n) => ({
    ...(pageViews as TrackedMetric),
    id: `9f699912-bc50-4166-abfe-b4f9c94ee2${(10 + n).toString()}`,
    ...fields,
  }));
  return { ...buildCodeRequest(), scope: 'site', metrics };
}

const five = site(
  { labels: { path: '$path', referrer: '$referrer' } },
  { metricName: 'load_seconds', metricType: 'histogram', trackingEvents: ['page_load'], labels: { path: '$path' } },
  { metricName: 'vitals', metricType: 'histogram', trackingEvents: ['web_vital'], labels: { vital: '$vital' } },
  { metricName: 'errors', trackingEvents: ['error'], labels: { path: '$path' } },
  { metricName: 'signups', trackingEvents: ['signup'], labels: { plan: 'free' } },
);

describe('the code of a site', () => {
  it('carries every metric, under one tag that names the key alone', () => {
    const { code, scriptTag } = generateCode(five);
    new Script(code);
    for (const { metricName } of five.metrics) expect(code).toContain(`"${metricName}"`);
    expect(scriptTag).toBe(
      `<script async src="https://metrics.example.test/api/v1/client/script.js?key=${five.apiKey}"></script>`,
    );
  });

  it('is smaller than one of the libraries that measure vitals alone, in one file', () => {
    expect(gzipSync(renderScript(five), { level: 9 }).length).toBeLessThanOrEqual(4_000);
  });

  it('takes an event for a metric without events by the name of the metric', () => {
    const { snippet, code } = generateCode(site({ metricName: 'orders', autoTrack: false }));
    expect(snippet).toContain('function countOrders() { uvp.track("orders"); }');
    expect(code).toContain('/^(orders)$/');
  });

  it('asks for the value and the labels that any metric of an event wants', () => {
    const { snippet } = generateCode(
      site(
        { metricName: 'purchases', trackingEvents: ['purchase'], labels: { plan: 'pro' } },
        { metricName: 'revenue', metricType: 'summary', trackingEvents: ['purchase'], labels: { currency: 'EUR' } },
      ),
    );
    expect(snippet).toContain(
      'function countPurchase(value) { uvp.track("purchase", { value: value, labels: {"plan":"pro","currency":"EUR"} }); }',
    );
    expect(snippet.match(/function countPurchase/g)).toHaveLength(1);
  });

  it('counts nothing when there is no metric', () => {
    const { code, sizeBytes } = generateCode(site());
    new Script(code);
    expect(sizeBytes).toBe(0);
    expect(code).not.toContain('fetch');
  });
});
