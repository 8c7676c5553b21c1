import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { labelValueFault } from '../metric/labels.ts';
import { sketchQuantile, zeroBucket } from '../metric/sketch.ts';
import { createPushgatewaySink } from './pushgatewaySink.ts';
import { renderTenant, type TenantSeries } from './render.ts';

function counter(given: Partial<TenantSeries> = {}): TenantSeries {
  return {
    id: '1',
    exportedName: 'visits_total',
    type: 'counter',
    labels: {},
    promoted: true,
    values: [3],
    buckets: null,
    quantiles: null,
    sketch: null,
    ...given,
  };
}

describe('renderTenant', () => {
  it('writes flat families without HELP, labels sorted, in the order given', () => {
    const text = renderTenant([
      counter({ labels: { page: '/a', device: 'mobile' } }),
      counter({ id: '2', labels: { page: '/b' }, values: [0.1] }),
      counter({ id: '3', exportedName: 'queue', type: 'gauge', values: [-2e-7] }),
    ]);
    expect(text).toBe(
      [
        '# TYPE visits_total counter',
        'visits_total{device="mobile",page="/a"} 3',
        'visits_total{page="/b"} 0.1',
        '# TYPE queue gauge',
        'queue -2e-7',
        '',
      ].join('\n'),
    );
  });

  it('shows a counter as 0 until it is promoted, and a gauge as it is', () => {
    expect(renderTenant([counter({ promoted: false })])).toContain('visits_total 0\n');
    expect(renderTenant([counter({ exportedName: 'load', type: 'gauge', promoted: false })])).toContain('load 3\n');
  });

  it('shows a histogram cumulative, with +Inf, sum and count', () => {
    const histogram = counter({
      exportedName: 'load_seconds',
      type: 'histogram',
      labels: { page: '/' },
      buckets: [0.1, 2.5, 10],
      values: [1, 0, 4, 2, 61.5],
    });
    const lines = [
      '# TYPE load_seconds_bucket counter',
      'load_seconds_bucket{le="0.1",page="/"} 1',
      'load_seconds_bucket{le="2.5",page="/"} 1',
      'load_seconds_bucket{le="10",page="/"} 5',
      'load_seconds_bucket{le="+Inf",page="/"} 7',
      '# TYPE load_seconds_sum counter',
      'load_seconds_sum{page="/"} 61.5',
      '# TYPE load_seconds_count counter',
      'load_seconds_count{page="/"} 7',
      '',
    ];
    expect(renderTenant([histogram])).toBe(lines.join('\n'));
    const zeros = lines.map((line) => (line.startsWith('load') ? line.replace(/ [\d.]+$/, ' 0') : line));
    expect(renderTenant([{ ...histogram, promoted: false }])).toBe(zeros.join('\n'));
  });

  it('shows the quantiles of a summary only while its window holds something', () => {
    const summary = counter({
      exportedName: 'size',
      type: 'summary',
      quantiles: [0.5, 0.99],
      values: [3, 12],
      sketch: [[zeroBucket, 3]],
    });
    expect(renderTenant([summary])).toBe(
      [
        '# TYPE size gauge',
        'size{quantile="0.5"} 0',
        'size{quantile="0.99"} 0',
        '# TYPE size_sum counter',
        'size_sum 12',
        '# TYPE size_count counter',
        'size_count 3',
        '',
      ].join('\n'),
    );
    expect(renderTenant([{ ...summary, sketch: null }])).not.toContain('quantile');
  });

  it('is empty when there is nothing to show', () => {
    expect(renderTenant([])).toBe('');
  });

  it('refuses a series that stands twice, and one name with two types', () => {
    expect(() => renderTenant([counter(), counter({ id: '2' })])).toThrow('visits_total would be pushed twice');
    expect(() => renderTenant([counter(), counter({ type: 'gauge', labels: { a: 'b' } })])).toThrow('twice');
  });
});

describeWith(['pushgateway'], 'what the Pushgateway reads', () => {
  let gateway: PushgatewayService;
  beforeAll(async () => {
    gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
  });
  afterAll(() => gateway?.stop());

  interface GatewayMetric {
    labels: Record<string, string>;
    value: string;
  }

  /** The gateway's own reading of a tenant's group. */
  async function readBack(tenantId: string, name: string): Promise<GatewayMetric[]> {
    const response = await fetch(`${gateway.url}/api/v1/metrics`);
    const { data } = (await response.json()) as {
      data: Record<string, { labels: Record<string, string>; metrics?: GatewayMetric[] }>[];
    };
    const group = data.find(({ labels }) => (labels as unknown as Record<string, string>).tenant === tenantId);
    return group?.[name]?.metrics ?? [];
  }

  const hostile = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('\n', '\\', '"', '\\n', '"} 1\nevil{x="', '\r\n', '\u2028', '😀', '# TYPE x counter'),
    )
    .filter((value) => value !== '' && labelValueFault(value) === undefined);

  it('is exactly what was written, whatever the labels hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ page: hostile, ref: hostile }), {
          minLength: 1,
          maxLength: 8,
          selector: (labels) => JSON.stringify(labels),
        }),
        fc.double({ min: 0, max: 2 ** 53, noNaN: true }),
        async (labelSets, value) => {
          const series = labelSets.map((labels, i) => counter({ id: String(i), labels, values: [value] }));
          const outcome = await createPushgatewaySink(gateway.url).put(
            't-hostile',
            renderTenant(series),
            performance.now() + 5_000,
          );
          expect(outcome).toBe('done');
          const read = await readBack('t-hostile', 'visits_total');
          const byLabels = (a: Partial<GatewayMetric['labels']>, b: Partial<GatewayMetric['labels']>) =>
            JSON.stringify([a.page, a.ref]) < JSON.stringify([b.page, b.ref]) ? -1 : 1;
          const labelsRead = read.map(({ labels: { page, ref } }) => ({ page, ref }));
          expect(labelsRead.sort(byLabels)).toEqual([...labelSets].sort(byLabels));
          expect(read.map((metric) => Number(metric.value))).toEqual(read.map(() => value));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is every bucket, sum, count and quantile that was written', async () => {
    const bounds = fc.uniqueArray(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 8 });
    const counts = fc.array(fc.nat(1_000_000), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(bounds, counts, hostile, async (unsorted, plain, page) => {
        const buckets = [...unsorted].sort((a, b) => a - b);
        const values = [...plain.slice(0, buckets.length + 1), 12.5];
        const total = values.slice(0, -1).reduce((a, b) => a + b);
        const histogram = counter({ exportedName: 'h', type: 'histogram', labels: { page }, buckets, values });
        const quantiles = [0.5, 0.99];
        const sketch: [number, number][] = plain.map((count, i) => [i * 10, count + 1]);
        const summary = counter({
          id: '2',
          exportedName: 's',
          type: 'summary',
          labels: { page },
          quantiles,
          values: [4, 9],
          sketch,
        });
        const body = renderTenant([histogram, summary]);
        expect(await createPushgatewaySink(gateway.url).put('t-types', body, performance.now() + 5_000)).toBe('done');
        const read = async (name: string) =>
          (await readBack('t-types', name)).map(({ labels, value }) => ({
            page: labels.page,
            le: labels.le,
            q: labels.quantile,
            value: Number(value),
          }));
        let seen = 0;
        const expected = [...buckets, Number.POSITIVE_INFINITY].map((bound, i) => {
          seen += values[i] ?? 0;
          return [bound, seen];
        });
        const shown = (await read('h_bucket')).map(({ le, value }) => [
          le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le),
          value,
        ]);
        expect(shown.sort(([a = 0], [b = 0]) => a - b)).toEqual(expected);
        expect(await read('h_count')).toMatchObject([{ page, value: total }]);
        expect(await read('h_sum')).toMatchObject([{ page, value: 12.5 }]);
        expect(await read('s_count')).toMatchObject([{ page, value: 4 }]);
        expect((await read('s')).sort((a, b) => Number(a.q) - Number(b.q))).toMatchObject(
          quantiles.map((q) => ({ page, q: String(q), value: sketchQuantile(sketch, q) })),
        );
      }),
      { numRuns: 40 },
    );
  });
});
