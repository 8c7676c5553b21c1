import { describe, expect, it } from 'vitest';
import { allMetrics, metricsInPages } from '../senders/writeScope.ts';
import type { CatalogConfig, TenantCatalog } from '../series/catalog.ts';
import { judgeSample } from './judge.ts';

function config(given: Partial<CatalogConfig> & Pick<CatalogConfig, 'metricName' | 'type'>): CatalogConfig {
  const { metricName, type } = given;
  return {
    id: `${type} ${metricName}`,
    exportedName: type === 'counter' && !metricName.endsWith('_total') ? `${metricName}_total` : metricName,
    labels: {},
    buckets: type === 'histogram' ? [1, 5] : null,
    quantiles: type === 'summary' ? [0.5] : null,
    isActive: true,
    inPages: false,
    tokenVersion: 1,
    previousTokenExpiresAt: null,
    version: 1,
    ...given,
  };
}

function catalog(configs: CatalogConfig[], deleted: string[] = []): TenantCatalog {
  return {
    wasDeleted: (name) => deleted.includes(name),
    tenantId: 't',
    byId: (id) => configs.find((one) => one.id === id),
    named: (name) => configs.filter((one) => one.metricName === name || one.exportedName === name),
  };
}

const visits = config({ metricName: 'visits', type: 'counter', labels: { plan: 'free', path: '$path' } });
const load = config({ metricName: 'load', type: 'gauge' });
const took = config({ metricName: 'took', type: 'histogram' });
const spent = config({ metricName: 'spent', type: 'summary' });
const old = config({ metricName: 'old', type: 'counter', isActive: false });
const loadCounter = config({ metricName: 'load', type: 'counter' });
const all = catalog([visits, load, took, spent, old, loadCounter]);

const only = ({ id }: CatalogConfig) => ({ kind: 'one' as const, configId: id });

describe('judgeSample', () => {
  it.each([
    [{ name: 'visits' }, visits, { plan: 'free' }],
    [{ name: 'visits_total', value: 0 }, visits, { plan: 'free' }],
    [{ name: 'visits', labels: { plan: '', path: '/x' } }, visits, { path: '/x' }],
    [{ name: 'load', value: -3 }, load, {}],
    [{ name: 'load', value: 3, op: 'add' }, load, {}],
    [{ name: 'load', type: 'counter' }, loadCounter, {}],
    [{ name: 'load_total' }, loadCounter, {}],
    [{ name: 'took', value: [0, 2, 1e12] }, took, {}],
    [{ name: 'spent', value: 0.5 }, spent, {}],
  ])('takes %j', (sample, expected, labels) => {
    expect(judgeSample(sample, 3, all, allMetrics)).toMatchObject({ index: 3, config: { id: expected.id }, labels });
  });

  it.each([
    [5, 'invalid_sample', undefined],
    [{ name: 'visits', value: 1e13 }, 'invalid_sample', undefined],
    [{ name: 'nothing' }, 'unknown_metric', undefined],
    [{ name: '__proto__' }, 'unknown_metric', undefined],
    [{ name: 'old' }, 'config_inactive', old.id],
    [{ name: 'visits', type: 'gauge' }, 'type_mismatch', visits.id],
    [{ name: 'visits', value: -1 }, 'invalid_value', visits.id],
    [{ name: 'visits', value: [1, 2] }, 'invalid_value', visits.id],
    [{ name: 'visits', op: 'add' }, 'invalid_value', visits.id],
    [{ name: 'load' }, 'invalid_value', load.id],
    [{ name: 'load', value: [1] }, 'invalid_value', load.id],
    [{ name: 'took' }, 'invalid_value', took.id],
    [{ name: 'took', value: [1, -1] }, 'invalid_value', took.id],
    [{ name: 'spent', value: -1e-9 }, 'invalid_value', spent.id],
    [{ name: 'visits', labels: { other: 'x' } }, 'undeclared_label', visits.id],
    [{ name: 'visits', labels: { constructor: 'x' } }, 'undeclared_label', visits.id],
    [{ name: 'visits', labels: { plan: 'x'.repeat(201) } }, 'invalid_label', visits.id],
    [{ name: 'visits', labels: { plan: 'a\u0000' } }, 'invalid_label', visits.id],
    [{ name: 'visits', labels: { plan: '\ud800' } }, 'invalid_label', visits.id],
  ])('refuses %j as %s', (sample, code, metricConfigId) => {
    const verdict = judgeSample(sample, 3, all, allMetrics);
    expect(verdict).toMatchObject({ index: 3, code, metricConfigId });
    expect('detail' in verdict && verdict.detail.length).toBeLessThan(400);
  });

  describe('after a metric was deleted', () => {
    const withoutGauge = catalog([visits, loadCounter], ['load']);
    const withoutCounter = catalog([load], ['jobs', 'jobs_total']);

    it.each([
      [withoutGauge, { name: 'load', value: 5 }],
      [withoutGauge, { name: 'load', type: 'gauge', value: 5 }],
      [withoutCounter, { name: 'jobs' }],
      [withoutCounter, { name: 'jobs_total' }],
      [withoutCounter, { name: 'jobs', type: 'gauge', value: 5 }],
      [catalog([], ['jobs_total']), { name: 'jobs' }],
    ])('refuses what is meant for it, whatever else has the name: %#', (remaining, sample) => {
      expect(judgeSample(sample, 0, remaining, allMetrics)).toMatchObject({ code: 'metric_deleted' });
    });

    it.each([[{ name: 'load', type: 'counter' }], [{ name: 'load_total' }], [{ name: 'visits' }]])(
      'takes what is certainly meant for another one: %j',
      (sample) => {
        expect(judgeSample(sample, 0, withoutGauge, allMetrics)).toHaveProperty('config');
      },
    );

    it('lets the code of another metric in a page go on', () => {
      expect(judgeSample({ name: 'load' }, 0, withoutGauge, only(loadCounter))).toHaveProperty('config');
    });
  });

  it('repeats no label value', () => {
    const verdict = judgeSample({ name: 'visits', labels: { plan: `secret${'x'.repeat(200)}` } }, 0, all, allMetrics);
    expect(JSON.stringify(verdict)).not.toContain('secret');
  });

  describe('for a browser token', () => {
    it('takes its own metric, also when another goes by the same name', () => {
      expect(judgeSample({ name: 'load' }, 0, all, only(loadCounter))).toMatchObject({
        config: { id: loadCounter.id },
      });
      expect(judgeSample({ name: 'visits' }, 0, all, only(visits))).toMatchObject({ config: { id: visits.id } });
    });

    it('does not tell which other metrics there are', () => {
      const [existing, missing] = ['took', 'nothing'].map((name) =>
        judgeSample({ name, value: 1 }, 0, all, only(visits)),
      );
      expect(existing).toEqual(missing);
      expect(existing).toMatchObject({ code: 'not_allowed', metricConfigId: visits.id });
    });
  });

  describe('for a site token', () => {
    const clicks = config({ metricName: 'clicks', type: 'counter', inPages: true });
    const paused = config({ metricName: 'paused', type: 'counter', inPages: true, isActive: false });
    const depth = config({ metricName: 'depth', type: 'gauge' });
    const depthCounter = config({ metricName: 'depth', type: 'counter', inPages: true });
    const site = catalog([visits, clicks, paused, depth, depthCounter]);
    const judge = (sample: unknown, among = site) => judgeSample(sample, 3, among, metricsInPages);

    it.each([
      [{ name: 'clicks' }, clicks],
      [{ name: 'clicks_total', value: 2 }, clicks],
      [{ name: 'depth' }, depthCounter],
      [{ name: 'depth_total' }, depthCounter],
      [{ name: 'depth', type: 'counter' }, depthCounter],
    ])('takes %j for a metric that is for pages', (sample, expected) => {
      expect(judge(sample)).toMatchObject({ index: 3, config: { id: expected.id } });
    });

    it('gives one answer whether a metric is not for pages or does not exist, and tells the owner of the metric', () => {
      const existing = judge({ name: 'visits' });
      const missing = judge({ name: 'visits' }, catalog([clicks]));
      expect(existing).toEqual({ ...missing, metricConfigId: visits.id });
      expect(missing).toMatchObject({ code: 'not_allowed', metricConfigId: undefined });
      expect(missing).not.toHaveProperty('unknown');
    });

    it('tells nothing of a metric that was deleted, nor counts for another what was meant for it', () => {
      const after = catalog([clicks, depthCounter], ['depth', 'gone']);
      expect(judge({ name: 'gone' }, after)).toMatchObject({ code: 'not_allowed' });
      expect(judge({ name: 'depth', value: 5 }, after)).toMatchObject({ code: 'not_allowed' });
      expect(judge({ name: 'depth_total' }, after)).toHaveProperty('config');
    });

    it.each([
      [{ name: 'paused' }, 'config_inactive', paused.id],
      [{ name: 'clicks', value: -1 }, 'invalid_value', clicks.id],
      [{ name: 'clicks', type: 'gauge' }, 'type_mismatch', clicks.id],
      [{ name: 'clicks', labels: { plan: 'x' } }, 'undeclared_label', clicks.id],
      [{ name: 'depth', type: 'gauge', value: 1 }, 'type_mismatch', depthCounter.id],
      [{ name: '' }, 'invalid_sample', undefined],
    ])('refuses %j as %s', (sample, code, metricConfigId) => {
      expect(judge(sample)).toMatchObject({ code, metricConfigId });
    });
  });
});
