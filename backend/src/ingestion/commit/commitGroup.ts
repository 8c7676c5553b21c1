import type pg from 'pg';
import { withConnection } from '../../database/connection.ts';
import { Deltas } from './deltas.ts';
import { exampleText, type RejectionCount } from './rejectionCount.ts';

/** What one request asks to be committed. */
export interface CommitRequest {
  readonly tenantId: string;
  /** Counts once per tenant, refusals included. */
  readonly batchId: string;
  /** Samples accepted; remembered beside the batch id. */
  readonly accepted: number;
  readonly deltas: Deltas;
  readonly rejections: readonly RejectionCount[];
  /** Until when its sender waits for the answer; monotonic, milliseconds. No commit begins shortly before. */
  readonly deadlineMs: number;
}

const noConfig = '00000000-0000-0000-0000-000000000000';

/**
 * Commits requests in one round trip and one transaction: all of them, or on an error none. Their deltas are merged, so each slot is
 * updated once; every array is sorted by its key, which is the order in which Postgres locks.
 * @throws pg.DatabaseError 23505 when a batch id has been seen, UV001 when a series is gone, 22xxx and 23xxx when a total would leave its range
 */
export async function commitGroup(pool: pg.Pool, requests: readonly CommitRequest[]): Promise<void> {
  const ledger = [...requests].sort((a, b) => compare(a.tenantId, b.tenantId) || compare(a.batchId, b.batchId));
  const deltas = new Deltas();
  for (const request of requests) deltas.merge(request.deltas);
  const { slots, increments } = deltas.sortedIncrements();
  const sets = deltas.sortedSets();
  const sketches = deltas.sortedSketches();
  const changed = requests.filter((request) => request.deltas.size > 0);
  const tenants = [...new Set(changed.map((request) => request.tenantId))].sort(compare);
  const rejections = mergeRejections(requests);
  // The long arrays are written as Postgres reads them: node-postgres would quote and escape every number.
  const query = {
    name: 'commit_group_v2',
    text: `select commit_group_v2($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::double precision[],
             $6::bigint[], $7::double precision[], $8::double precision[], $9::double precision[], $10::double precision[],
             $11::double precision[], $12::bigint[], $13::integer[], $14::bigint[],
             $15::uuid[], $16::uuid[], $17::uuid[], $18::text[], $19::bigint[], $20::text[])`,
    values: [
      plainArray(ledger.map((row) => row.tenantId)),
      ledger.map((row) => row.batchId),
      plainArray(ledger.map((row) => row.accepted)),
      plainArray(slots),
      plainArray(increments),
      sets.map((row) => row.slot),
      sets.map((row) => row.value),
      sets.map((row) => row.atMs ?? null),
      sets.map((row) => row.ageMs ?? (row.atMs === undefined ? 0 : null)),
      sets.map((row) => row.after),
      sets.map((row) => row.moves),
      plainArray(sketches.map((row) => row.slot)),
      plainArray(sketches.map((row) => row.bucket)),
      plainArray(sketches.map((row) => row.count)),
      tenants,
      rejections.map((row) => row.tenantId),
      rejections.map((row) => row.metricConfigId ?? noConfig),
      rejections.map((row) => row.code),
      rejections.map((row) => row.count),
      rejections.map((row) => exampleText(row.example)),
    ],
  };
  await withConnection(pool, (client) => client.query(query));
}

function mergeRejections(requests: readonly CommitRequest[]): (RejectionCount & { tenantId: string })[] {
  const merged = new Map<string, RejectionCount & { tenantId: string }>();
  for (const { tenantId, rejections } of requests) {
    for (const rejection of rejections) {
      const key = `${tenantId} ${rejection.metricConfigId ?? noConfig} ${rejection.code}`;
      const count = (merged.get(key)?.count ?? 0) + rejection.count;
      merged.set(key, { ...rejection, tenantId, count });
    }
  }
  return [...merged].sort(([a], [b]) => compare(a, b)).map(([, row]) => row);
}

/** An array literal of Postgres (section 8.15.2 of its manual) for elements that need no quotes: numbers and UUIDs. */
function plainArray(elements: readonly (number | string)[]): string {
  return `{${elements.join(',')}}`;
}

/** By code unit, as uuid and text in C collation sort; the order itself does not matter, that it is one does. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Accepted counts of those batch ids that are in the ledger, by `tenant batch`. */
export async function findInLedger(pool: pg.Pool, requests: readonly CommitRequest[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ tenantId: string; batchId: string; accepted: number }>({
    name: 'find_in_ledger',
    text: `select l.tenant_id as "tenantId", l.batch_id as "batchId", l.accepted
           from unnest($1::uuid[], $2::text[]) as d (tenant, batch)
           join batch_ledger l on l.tenant_id = d.tenant and l.batch_id = d.batch`,
    values: [requests.map((request) => request.tenantId), requests.map((request) => request.batchId)],
  });
  return new Map(rows.map((row) => [`${row.tenantId} ${row.batchId}`, row.accepted]));
}

/** Slots whose total would reach 2^53 if these deltas were added. */
export async function findOverflowing(pool: pg.Pool, deltas: Deltas): Promise<Set<number>> {
  const added = deltas.sortedIncrements();
  const sets = deltas.sortedSets();
  const slots = [...added.slots, ...sets.map((row) => row.slot)];
  // A gauge's moves are added either to the value stored or to a value given; both must stay in range.
  const increments = [...added.increments, ...sets.map((row) => row.moves)];
  const { rows } = await pool.query<{ slot: string }>(
    `select t.slot from unnest($1::bigint[], $2::double precision[]) as d (slot, added) join totals t on t.slot = d.slot
     where abs(t.value + d.added) >= 9007199254740992`,
    [slots, increments],
  );
  const given = sets.filter((row) => Math.abs(row.value + row.after) >= 2 ** 53).map((row) => row.slot);
  return new Set([...rows.map((row) => Number(row.slot)), ...given]);
}
