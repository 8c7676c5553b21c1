import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddition, buildTestSeries, readRejections, readTotals } from '../../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { type CommitRequest, commitGroup } from './commitGroup.ts';
import { Deltas } from './deltas.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 4 });
});
afterAll(() => database.drop());

type Operation =
  | { kind: 'add'; by: number }
  | { kind: 'move'; by: number }
  | { kind: 'set'; value: number; atMs?: number; ageMs?: number };

const dayMs = 86_400_000;
const farFuture = 4_000_000_000_000;
const amount = fc.integer({ min: -100, max: 100 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  amount.map((by): Operation => ({ kind: 'add', by })),
  amount.map((by): Operation => ({ kind: 'move', by })),
  amount.map((value): Operation => ({ kind: 'set', value })),
  fc.tuple(amount, fc.nat(4)).map(([value, t]): Operation => ({ kind: 'set', value, atMs: t * 1_000 })),
  fc.tuple(amount, fc.nat(2)).map(([value, t]): Operation => ({ kind: 'set', value, atMs: farFuture - t })),
  fc.tuple(amount, fc.nat(3)).map(([value, days]): Operation => ({ kind: 'set', value, ageMs: days * dayMs })),
);
/** Where the next request and the next group begin. */
const steps = fc.array(fc.tuple(operation, fc.constantFrom('same', 'request', 'group')), {
  minLength: 1,
  maxLength: 14,
});

/** What the sentence "the greatest time wins, the later on ties, moves move what is there" says, one operation after another. */
function model(operations: readonly Operation[]): { counter: number; gauge: number } {
  const state = { counter: 0, gauge: 0, setAt: Number.NEGATIVE_INFINITY };
  const now = 2 * farFuture;
  for (const one of operations) {
    if (one.kind === 'add') state.counter += one.by;
    else if (one.kind === 'move') state.gauge += one.by;
    else {
      const at = one.atMs === undefined ? now - (one.ageMs ?? 0) : one.atMs > farFuture / 2 ? now : one.atMs;
      if (at >= state.setAt) Object.assign(state, { gauge: one.value, setAt: at });
    }
  }
  return { counter: state.counter, gauge: state.gauge };
}

function apply(deltas: Deltas, one: Operation, [counter = 0, gauge = 0]: readonly number[]): void {
  if (one.kind === 'add') deltas.add(counter, one.by);
  else if (one.kind === 'move') deltas.moveGauge(gauge, one.by);
  else deltas.setGauge(gauge, one.value, { atMs: one.atMs, ageMs: one.ageMs });
}

describe('commitGroup', () => {
  it('gives the same totals, however one sequence is spread over requests and groups', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2, { metricType: 'gauge' });
    const request = (): CommitRequest => buildAddition(tenantId, []);
    const run = async (groups: CommitRequest[][]) => {
      await database.pool.query('update totals set value = 0, set_at = null where slot = any ($1)', [slots]);
      for (const group of groups) await commitGroup(database.pool, group);
      const [counter, gauge] = await readTotals(database.pool, slots);
      return { counter, gauge };
    };
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const oneByOne: CommitRequest[][] = [];
        const grouped: CommitRequest[][] = [];
        for (const [one, place] of sequence) {
          const alone = request();
          apply(alone.deltas, one, slots);
          oneByOne.push([alone]);
          if (place === 'group' || grouped.length === 0) grouped.push([request()]);
          else if (place === 'request') grouped.at(-1)?.push(request());
          const last = grouped.at(-1)?.at(-1);
          if (last) apply(last.deltas, one, slots);
        }
        const expected = model(sequence.map(([one]) => one));
        expect(await run(oneByOne)).toEqual(expected);
        expect(await run(grouped)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('takes a value set now even when the database clock has been set back', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1, { metricType: 'gauge' });
    const set = async (value: number, atMs?: number) => {
      const deltas = new Deltas();
      deltas.setGauge(slots[0] ?? 0, value, { atMs, ageMs: undefined });
      await commitGroup(database.pool, [buildAddition(tenantId, [], { deltas })]);
    };
    await set(1);
    await database.pool.query("update totals set set_at = now() + interval '1 day' where slot = $1", [slots[0]]);
    await set(2, Date.now() - dayMs);
    expect(await readTotals(database.pool, slots)).toEqual([1]);
    await set(3);
    expect(await readTotals(database.pool, slots)).toEqual([3]);
  });

  it('refuses the addition from which on a total would lose additions, and does nothing else of the group', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2);
    const [full = 0, other = 0] = slots;
    await database.pool.query('update totals set value = 9007199254740990 where slot = $1', [full]);
    await commitGroup(database.pool, [buildAddition(tenantId, [[full, 1]])]);
    const group = [buildAddition(tenantId, [[full, 1]]), buildAddition(tenantId, [[other, 5]])];
    await expect(commitGroup(database.pool, group)).rejects.toMatchObject({ code: '23514' });
    expect(await readTotals(database.pool, slots)).toEqual([Number.MAX_SAFE_INTEGER, 0]);
  });

  it.each([5e-324, 1e-308, 1e12, 0])('adds %d without a word', async (value) => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    await commitGroup(database.pool, [buildAddition(tenantId, [[slots[0] ?? 0, value]])]);
    expect(await readTotals(database.pool, slots)).toEqual([value]);
  });

  it('undoes everything when a slot is not there, or a batch was seen', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const [slot = 0] = slots;
    const rejections = [
      { metricConfigId: undefined, code: 'unknown_metric' as const, count: 2, example: 'x\u0000\ud800' },
    ];
    const known = buildAddition(tenantId, [[slot, 1]], { rejections });
    await commitGroup(database.pool, [known]);
    const fresh = buildAddition(tenantId, [[slot, 1]]);
    const gone = buildAddition(tenantId, [[slot + 1_000_000, 1]], { rejections });
    await expect(commitGroup(database.pool, [fresh, gone])).rejects.toMatchObject({ code: 'UV001' });
    await expect(commitGroup(database.pool, [fresh, known])).rejects.toMatchObject({ code: '23505' });
    expect(await readTotals(database.pool, slots)).toEqual([1]);
    expect(await readRejections(database.pool, tenantId)).toEqual({ unknown_metric: 2 });
    await commitGroup(database.pool, [fresh]);
    expect(await readTotals(database.pool, slots)).toEqual([2]);
  });

  it('raises the version of every tenant that changed, once a group, and of no other', async () => {
    const [a, b] = [await buildTestSeries(database, 1), await buildTestSeries(database, 1)];
    const rejections = [{ metricConfigId: undefined, code: 'unknown_metric' as const, count: 1, example: '' }];
    const group = [1, 2].map((by) => buildAddition(a.tenantId, [[a.slots[0] ?? 0, by]]));
    await commitGroup(database.pool, [...group, buildAddition(b.tenantId, [], { rejections })]);
    const { rows } = await database.pool.query(
      'select tenant_id, version from tenant_versions where tenant_id = any ($1::uuid[])',
      [[a.tenantId, b.tenantId]],
    );
    expect(rows).toEqual([{ tenant_id: a.tenantId, version: '1' }]);
  });

  it('keeps its connections over refusals', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const known = buildAddition(tenantId, [[slots[0] ?? 0, 1]], { batchId: randomUUID() });
    await commitGroup(database.pool, [known]);
    const pids = async () => {
      const { rows } = await database.pool.query('select pg_backend_pid() as pid');
      return rows[0]?.pid;
    };
    const before = await pids();
    for (let i = 0; i < 5; i += 1) await expect(commitGroup(database.pool, [known])).rejects.toThrow(/batch_ledger/);
    expect(await pids()).toBe(before);
    expect(database.pool.totalCount).toBe(1);
  });
});
