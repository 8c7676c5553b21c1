import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../testing/backfilledPrometheus.ts';
import { emptiableSelector, mutatedPromql, promqlExpression } from '../testing/promqlArbitrary.ts';
import { seriesOfA, seriesOfOthers, tenantA } from '../testing/twoTenants.ts';
import { type Restricted, restrictQuery } from './restrict.ts';

/** `UVP_FUZZ_RUNS=20000` for a long run. */
const numRuns = Number(process.env.UVP_FUZZ_RUNS ?? 200);
/** Refusals that docs/queries.md gives reasons for. */
const reasonsToRefuse = /another tenant|cannot be used here|carriage return|spaces, tabs|not valid UTF-8|too deeply/;

describeWith(['prometheus', 'promtool'], 'a restricted query', () => {
  const lastAt = Math.floor(Date.now() / 1000) - 3600;
  /** With the series of everybody and of the platform. */
  let shared: BackfilledPrometheus;
  /** With A's metrics alone; it gets the text as the author wrote it. */
  let alone: BackfilledPrometheus;

  beforeAll(async () => {
    [shared, alone] = await Promise.all([
      startBackfilledPrometheus([...seriesOfA(), ...seriesOfOthers()], lastAt),
      startBackfilledPrometheus(seriesOfA(), lastAt),
    ]);
  });
  afterAll(() => Promise.all([shared?.stop(), alone?.stop()]));

  const time = String(lastAt);
  const isEmptyRefusal = (answer: { body: { error?: string } }) => /non-empty matcher/.test(answer.body.error ?? '');

  async function isRefusedAsEmpty(query: string): Promise<boolean> {
    let restricted: Restricted;
    try {
      restricted = restrictQuery(query, { tenantId: tenantA });
    } catch (error) {
      return /non-empty matcher/.test(String(error));
    }
    const [selector] = restricted.unchecked;
    if (selector === undefined) return false;
    return isEmptyRefusal(await shared.ask('series', { 'match[]': selector, start: '0', end: '0' }));
  }

  it('is refused as empty exactly where the Prometheus refuses what the author wrote', {
    timeout: 120_000,
  }, async () => {
    const seen = { empty: 0, others: 0 };
    await fc.assert(
      fc.asyncProperty(emptiableSelector, async (selector) => {
        const theirs = await alone.ask('query', { query: selector, time });
        if (theirs.status !== 200 && !isEmptyRefusal(theirs)) return;
        expect(await isRefusedAsEmpty(selector), selector).toBe(isEmptyRefusal(theirs));
        if (isEmptyRefusal(theirs)) seen.empty += 1;
        else seen.others += 1;
      }),
      { numRuns },
    );
    expect(Math.min(seen.empty, seen.others)).toBeGreaterThan(numRuns / 10);
  });

  it('has the answer that the author would have from a Prometheus of their own', { timeout: 900_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: promqlExpression }, mutatedPromql), async (query) => {
        const theirs = await alone.ask('query', { query, time });
        // The labels of absent() come from the matchers, ours included; comments with carriage returns are refused for a reason.
        if (theirs.status !== 200 || /absent|#[^\n]*\r/i.test(query)) return;
        let sent: string;
        try {
          sent = restrictQuery(query, { tenantId: tenantA }).text;
        } catch (error) {
          expect(String(error), query).toMatch(reasonsToRefuse);
          return;
        }
        compared += 1;
        const ours = await shared.ask('query', { query: sent, time });
        expect(sorted(ours), query).toEqual(sorted(theirs));
      }),
      { numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 10);
  });
});

function sorted({ status, body }: { status: number; body: { data?: unknown; error?: string } }): unknown {
  const data = body.data as { resultType?: string; result?: unknown } | undefined;
  const result = data?.result;
  const list = Array.isArray(result) ? result.map((item) => JSON.stringify(item)).sort() : result;
  return { status, error: body.error, type: data?.resultType, list };
}
