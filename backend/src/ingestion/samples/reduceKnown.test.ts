import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricType } from '../../contract/metricTypes.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { Deltas } from '../commit/deltas.ts';
import { allMetrics, metricsInPages, type WriteScope } from '../senders/writeScope.ts';
import type { CatalogConfig, TenantCatalog } from '../series/catalog.ts';
import { createSlotCache, type SlotCache } from '../series/slotCache.ts';
import { type AcceptedSample, judgeSample } from './judge.ts';
import { reduceKnown } from './reduceKnown.ts';

const firstSlots: Record<MetricType, number> = { counter: 100, gauge: 200, histogram: 300, summary: 400 };

function config(type: MetricType, given: Partial<CatalogConfig> = {}): CatalogConfig {
  return {
    id: `id-${type}`,
    metricName: type,
    exportedName: type,
    type,
    labels: { page: '', plan: 'free' },
    buckets: type === 'histogram' ? [1, 5, 20] : null,
    quantiles: type === 'summary' ? [0.5] : null,
    isActive: true,
    inPages: type === 'counter' || type === 'histogram',
    tokenVersion: 1,
    previousTokenExpiresAt: null,
    version: firstSlots[type],
    ...given,
  };
}

const configs = [config('counter'), config('gauge'), config('histogram'), config('summary')];
const off = config('counter', { id: 'off', metricName: 'off', exportedName: 'off', isActive: false, version: 1 });
const twins = [
  config('counter', { id: 'twin-1', metricName: 'twin', exportedName: 'twin_total', version: 2 }),
  config('gauge', { id: 'twin-2', metricName: 'twin', exportedName: 'twin', version: 3 }),
];

function catalog(living: readonly CatalogConfig[], deleted: readonly string[] = []): TenantCatalog {
  return {
    tenantId: 'tenant',
    byId: (id) => living.find((one) => one.id === id),
    named: (name) => living.filter((one) => one.metricName === name || one.exportedName === name),
    wasDeleted: (name) => deleted.includes(name),
  };
}

const tenant = catalog([...configs, off, ...twins]);

/** Three label sets of each metric have been met before. */
function filledCache(): SlotCache {
  const slots = createSlotCache();
  for (const one of [...configs, off, ...twins]) {
    for (const [position, labels] of [undefined, { page: '/a' }, { page: '/a', plan: 'pro' }].entries()) {
      slots.set(one.version, labels, one.version + position * 10);
    }
  }
  return slots;
}

const number = fc.oneof(fc.integer({ min: -5, max: 30 }), fc.constantFrom(0.5, 1e12, 1e13, Number.NaN));
const sample = fc.record(
  {
    name: fc.constantFrom('counter', 'gauge', 'histogram', 'summary', 'off', 'twin', 'nobody', ''),
    type: fc.constantFrom('counter', 'gauge', 'nothing'),
    value: fc.oneof(number, fc.array(number, { maxLength: 3 })),
    labels: fc.constantFrom<unknown>(
      {},
      { page: '/a' },
      { page: '/a', plan: 'pro' },
      { plan: 'pro', page: '/a' },
      { page: '/new' },
      { page: null },
      { other: 'x' },
      [],
      'page',
      null,
    ),
    timestamp: fc.constantFrom<unknown>(1_795_784_625_000, '2026-01-31T12:00:00Z', 5, 'now'),
    ageMs: fc.constantFrom(0, 1_000, -1),
    op: fc.constantFrom('set', 'add', 'drop'),
    extra: fc.constant(1),
  },
  { requiredKeys: ['name'] },
);
/** Mostly fine, or hardly any list would be. */
const fineSample = fc.oneof(
  fc.record({ name: fc.constantFrom('counter', 'gauge', 'histogram', 'summary'), value: fc.nat(30) }),
  fc.record({
    name: fc.constantFrom('histogram', 'summary'),
    value: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    labels: fc.constantFrom({ page: '/a' }, { page: '/a', plan: 'pro' }),
  }),
  fc.record({ name: fc.constant('gauge'), value: fc.integer(), op: fc.constant('add') }),
);

function rows(deltas: Deltas) {
  return [deltas.sortedIncrements(), deltas.sortedSets(), deltas.sortedSketches()];
}

const onlyCounter: WriteScope = { kind: 'one', configId: 'id-counter' };

describe('reduceKnown', () => {
  it('does exactly what the full way does, or leaves the request to it', () => {
    let known = 0;
    const list = fc.array(fc.oneof({ weight: 9, arbitrary: fineSample }, { weight: 1, arbitrary: sample }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(list, fc.constantFrom<WriteScope>(allMetrics, metricsInPages, onlyCounter), (samples, writes) => {
        const slots = filledCache();
        const reduced = reduceKnown(tenant, samples, writes, slots);
        if (reduced === undefined) return;
        known += 1;
        const deltas = new Deltas();
        const byType = { counter: 0, gauge: 0, histogram: 0, summary: 0 };
        for (const [index, one] of samples.entries()) {
          const judged = judgeSample(one, index, tenant, writes) as AcceptedSample;
          expect(judged).not.toHaveProperty('code');
          const slot = slots.get(judged.config.version, judged.sample.labels) ?? Number.NaN;
          metricKinds[judged.config.type].apply(deltas, judged.sample, slot, judged.config);
          byType[judged.config.type] += 1;
        }
        expect(rows(reduced.deltas)).toEqual(rows(deltas));
        expect(reduced.acceptedByType).toEqual(byType);
      }),
      { numRuns: 3_000 },
    );
    // A generator that is never fine would prove nothing.
    expect(known).toBeGreaterThan(300);
  });

  it.each([
    ['a name that nobody knows', { name: 'nobody' }],
    ['a name that two metrics go by', { name: 'twin', value: 1 }],
    ['a metric that is switched off', { name: 'off' }],
    ['another type', { name: 'counter', type: 'gauge' }],
    ['a value that its type does not take', { name: 'counter', value: -1 }],
    ['a list for a counter', { name: 'counter', value: [1] }],
    ['a field that is none', { name: 'counter', extra: 1 }],
    ['labels that were never sent so', { name: 'counter', labels: { plan: 'pro', page: '/a' } }],
    ['labels that are no object', { name: 'counter', labels: [] }],
    ['labels that are no texts', { name: 'counter', labels: { page: null } }],
    ['nothing that is a sample', 'counter'],
  ])('leaves %s to the full way', (_what, one) => {
    expect(reduceKnown(tenant, [{ name: 'counter' }, one], allMetrics, filledCache())).toBeUndefined();
    expect(reduceKnown(tenant, [{ name: 'counter' }], allMetrics, filledCache())).toBeDefined();
  });

  it('leaves to the full way a name that a deleted metric had, though another one goes by it', () => {
    const after = catalog(configs, ['counter']);
    expect(reduceKnown(after, [{ name: 'counter' }], allMetrics, filledCache())).toBeUndefined();
    expect(reduceKnown(after, [{ name: 'gauge', value: 1 }], allMetrics, filledCache())).toBeDefined();
  });

  it('leaves to the full way what a page token may not write', () => {
    expect(reduceKnown(tenant, [{ name: 'counter' }], onlyCounter, filledCache())).toBeDefined();
    expect(reduceKnown(tenant, [{ name: 'gauge', value: 1 }], onlyCounter, filledCache())).toBeUndefined();
    const [counter, histogram, gauge] = ['counter', 'histogram', 'gauge'].map((name) => ({ name, value: 1 }));
    expect(reduceKnown(tenant, [counter, histogram], metricsInPages, filledCache())).toBeDefined();
    expect(reduceKnown(tenant, [counter, gauge], metricsInPages, filledCache())).toBeUndefined();
  });
});
