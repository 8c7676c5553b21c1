import { describe, expect, it } from 'vitest';
import { restrictQuery } from './restrict.ts';

const scope = { tenantId: '6b1f0f0e-0000-4000-8000-000000000002' };
const refused = /evaluated too often/;

describe('the evaluations that a query asks for', () => {
  it('multiply where subqueries stand inside each other', () => {
    const attack = 'sum_over_time(sum_over_time(sum_over_time(vector(1)[100000s:1s])[50000s:1s])[50000s:1s])';
    expect(() => restrictQuery(attack, scope)).toThrow(refused);
    expect(() => restrictQuery('max_over_time(max_over_time(x[2000s:1s])[1001s:1s])', scope)).toThrow(refused);
    expect(restrictQuery('max_over_time(max_over_time(x[2000s:1s])[1000s:1s])', scope).text).toContain('tenant=');
  });

  it('do not multiply where they stand beside each other', () => {
    const one = 'max_over_time(rate(x[5m])[90000s:1s])';
    expect(restrictQuery(Array(6).fill(one).join(' + '), scope).text).toContain('tenant=');
  });

  it('multiply with the points of a range query', () => {
    const query = 'max_over_time(rate(x[5m])[1h:1m])';
    expect(restrictQuery(query, scope, { points: 11_000 }).text).toContain('tenant=');
    expect(() => restrictQuery('max_over_time(rate(x[5m])[1h:10s])', scope, { points: 11_000 })).toThrow(refused);
  });

  it('are bounded by the samples that they read, as Prometheus does not stop between the points of a series', () => {
    const tooMany = /read too many samples/;
    const sum = 'sum(increase(x[30d]))';
    expect(restrictQuery(sum, scope, { points: 2_000 }).text).toContain('tenant=');
    expect(() => restrictQuery(sum, scope, { points: 11_000 })).toThrow(tooMany);
    const quantile = '1 + quantile_over_time(0.5, ((x{a="b"}[1d] offset 1h)))';
    expect(restrictQuery(quantile, scope, { points: 1_500 }).text).toContain('tenant=');
    expect(() => restrictQuery(quantile, scope, { points: 2_000 })).toThrow(tooMany);
    expect(restrictQuery('quantile_over_time(0.5, x[30d])', scope).text).toContain('tenant=');
    expect(() => restrictQuery('max_over_time(increase(x[30d])[10000s:1s])', scope)).toThrow(tooMany);
  });

  it('hold as many samples as the scrape interval gives', () => {
    const query = 'increase(x[30d])';
    const tooMany = /read too many samples/;
    expect(restrictQuery(query, scope, { points: 150, sampleIntervalMs: 1_000 }).text).toContain('tenant=');
    expect(() => restrictQuery(query, scope, { points: 160, sampleIntervalMs: 1_000 })).toThrow(tooMany);
    expect(restrictQuery(query, scope, { points: 9_000, sampleIntervalMs: 60_000 }).text).toContain('tenant=');
    expect(() => restrictQuery(query, scope, { points: 10_000, sampleIntervalMs: 60_000 })).toThrow(tooMany);
  });

  it.each(['x[1h:0s]', 'x[100001s:1s]', 'x[2y:1m]'])('are bounded for one subquery as before: %s', (subquery) => {
    expect(() => restrictQuery(`max_over_time(${subquery})`, scope)).toThrow();
  });
});
