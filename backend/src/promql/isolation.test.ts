import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../testing/backfilledPrometheus.ts';
import { mutatedPromql, promqlExpression } from '../testing/promqlArbitrary.ts';
import { acceptedForms } from '../testing/promqlForms.ts';
import { metricNames, seriesOfA, seriesOfOthers, tenantA } from '../testing/twoTenants.ts';
import { restrictQuery, restrictSelector, selectAll } from './restrict.ts';
import { aggregations, functions } from './words.ts';

const scope = { tenantId: tenantA };
/** `UVP_FUZZ_RUNS=20000` for a long run. */
const numRuns = Number(process.env.UVP_FUZZ_RUNS ?? 400);

/** What may be sent for a query; undefined when it is refused. */
function restricted(query: string): string | undefined {
  try {
    return restrictQuery(query, scope).text;
  } catch (error) {
    expect(error).toMatchObject({ code: 'promql_refused' });
    return undefined;
  }
}

describe('the text that is sent', () => {
  it('has, outside of braces and quotes, only words of PromQL, and the tenant in every brace', () => {
    const words =
      /^(?:[()[\],:@+\-*/%^]|[=!]=|[<>]=?|[\d.]\S*|[+-]?(?:inf|nan|[\d.]\S*)|and|or|unless|atan2|bool|on|ignoring|group_left|group_right|by|without|offset|start|end|SELECTOR|TEXT|LIST)$/i;
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(promqlExpression, mutatedPromql), (query) => {
        const sent = restricted(query);
        if (sent === undefined) return;
        accepted += 1;
        expect(sent).toMatch(/^[ -~]*$/);
        const braces = sent.replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) => (text === `"${tenantA}"` ? 'OURS' : '"text"'));
        for (const [, inside = ''] of braces.matchAll(/\{([^}]*)\}/g)) expect(inside).toMatch(/(?:^|,)tenant=OURS$/);
        const outside = braces
          .replaceAll(/\{[^}]*\}/g, ' SELECTOR ')
          .replaceAll(/\b(by|without|on|ignoring|group_left|group_right) \([^)]*\)/g, '$1 LIST')
          .replaceAll('"text"', 'TEXT')
          .replaceAll('OURS', 'TEXT');
        for (const word of outside.split(' ').filter((text) => text !== '')) {
          if (!functions.has(word) && !aggregations.has(word)) expect(word).toMatch(words);
        }
      }),
      { numRuns: numRuns * 5 },
    );
    expect(accepted).toBeGreaterThan(numRuns);
  });
});

describeWith(['prometheus', 'promtool'], 'on a Prometheus that holds two tenants', () => {
  const lastAt = Math.floor(Date.now() / 1000) - 3600;
  /** With everybody's series, and with A's alone: A must see the same. */
  let shared: BackfilledPrometheus;
  let alone: BackfilledPrometheus;

  beforeAll(async () => {
    [shared, alone] = await Promise.all([
      startBackfilledPrometheus([...seriesOfA(), ...seriesOfOthers()], lastAt),
      startBackfilledPrometheus(seriesOfA(), lastAt),
    ]);
  });
  afterAll(() => Promise.all([shared?.stop(), alone?.stop()]));

  /** Results of the same query from both, in an order of their own. */
  async function both(path: string, form: Record<string, string>): Promise<[unknown, unknown, status: number]> {
    const [one, other] = await Promise.all([shared.ask(path, form), alone.ask(path, form)]);
    return [sorted(one), sorted(other), one.status];
  }

  async function sameForBoth(query: string): Promise<number> {
    const [one, other, status] = await both('query', { query, time: String(lastAt) });
    expect(one).toEqual(other);
    return status;
  }

  it('would tell a leak: without the restriction, answers differ', async () => {
    for (const query of [
      ...metricNames,
      'sum(load)',
      'count({job="uvp"})',
      'rate(visits_total[5m])',
      'absent(secret)',
    ]) {
      const [one, other] = await both('query', { query, time: String(lastAt) });
      expect(one, query).not.toEqual(other);
      expect(await sameForBoth(restrictQuery(query, scope).text), query).toBe(200);
    }
  });

  it('answers every form of the table that it knows, from the series of one tenant', async () => {
    for (const { query, newer } of acceptedForms) {
      const sent = restrictQuery(query, scope).text;
      const [one, other, status] = await both('query', { query: sent, time: String(lastAt) });
      expect(one, sent).toEqual(other);
      if (!newer) expect([200, 422], `${sent}: ${JSON.stringify(one)}`).toContain(status);
    }
  });

  it('shows no generated query anything of the other tenant', { timeout: 900_000 }, async () => {
    const seen = { refused: 0, answered: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.oneof(promqlExpression, mutatedPromql), async (query) => {
        const sent = restricted(query);
        if (sent === undefined) seen.refused += 1;
        else if ((await sameForBoth(sent)) === 200) seen.answered += 1;
        else seen.failed += 1;
      }),
      { numRuns },
    );
    if (process.env.UVP_FUZZ_RUNS) process.stdout.write(`${numRuns} generated queries: ${JSON.stringify(seen)}\n`);
    expect(seen.answered).toBeGreaterThan(numRuns / 10);
  });

  it('shows nothing of the other tenant in series, labels and label values', async () => {
    for (const selector of [
      'load',
      '{a!=""}',
      '{page=~".+"}',
      '{__name__=~".*"}',
      '{tenant=~".*"}',
      '{"secret"}',
      'secret',
    ]) {
      for (const path of ['series', 'labels']) {
        const [one, other, status] = await both(path, { 'match[]': restrictSelector(selector, scope).text });
        expect(status).toBe(200);
        expect(one, selector).toEqual(other);
      }
    }
    const { body } = await shared.ask('series', { 'match[]': selectAll(scope) ?? '' });
    expect(body.data).toHaveLength(seriesOfA().length);
  });
});

function sorted({ status, body }: { status: number; body: { data?: unknown } }): unknown {
  const data = body.data as { resultType?: string; result?: unknown[] } | unknown[] | undefined;
  const list = Array.isArray(data) ? data : data?.result;
  const ordered = Array.isArray(list) ? list.map((item) => JSON.stringify(item)).sort() : data;
  return { status, type: Array.isArray(data) ? 'list' : data?.resultType, ordered };
}
