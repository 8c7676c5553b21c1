import type pg from 'pg';
import { type LabelSet, labelHash } from '../../metric/labels.ts';
import type { SeriesLayout } from '../../metric/metricKind.ts';

/** A series that does not exist yet. */
export interface NewSeries {
  readonly configId: string;
  readonly key: string;
  readonly labels: LabelSet;
  readonly isOverflow: boolean;
  readonly layout: SeriesLayout;
  /** Exported with its value from the start, without a zero first. */
  readonly isPromoted: boolean;
}

/**
 * Inserts series with their totals, which begin at 0, in a contiguous run of slots; the tenant becomes one that is pushed.
 * @returns first slots by label key, by the id of the configuration
 */
export async function insertSeries(
  client: pg.PoolClient,
  tenantId: string,
  series: readonly NewSeries[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const created = new Map<string, Map<string, number>>();
  if (series.length === 0) return created;
  const slotCount = series.reduce((sum, { layout }) => sum + layout.slotCount, 0);
  const base = await allocateSlots(client, slotCount);
  let nextSlot = base;
  const firstSlots = series.map(({ configId, key, layout }) => {
    const firstSlot = nextSlot;
    nextSlot += layout.slotCount;
    const slots = created.get(configId) ?? new Map<string, number>();
    created.set(configId, slots.set(key, firstSlot));
    return firstSlot;
  });
  await client.query(
    `insert into series (tenant_id, metric_config_id, label_hash, labels, is_overflow, first_slot, slot_count, exported_series, promoted_at)
     select $1, config, decode(hash, 'hex'), labels::jsonb, overflow, slot, slots, exported, case when promoted then now() end
     from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::bigint[], $7::integer[], $8::integer[], $9::boolean[])
          as d (config, hash, labels, overflow, slot, slots, exported, promoted)`,
    [
      tenantId,
      series.map((one) => one.configId),
      series.map((one) => labelHash(one.key).toString('hex')),
      series.map((one) => JSON.stringify(one.labels)),
      series.map((one) => one.isOverflow),
      firstSlots,
      series.map((one) => one.layout.slotCount),
      series.map((one) => one.layout.exportedSeries),
      series.map((one) => one.isPromoted),
    ],
  );
  await client.query('insert into totals (slot) select generate_series($1::bigint, $2::bigint)', [
    base,
    base + slotCount - 1,
  ]);
  await client.query('insert into push_state (tenant_id) values ($1) on conflict do nothing', [tenantId]);
  return created;
}

/** The first of so many slots that nobody else has. One row is the allocator of all tenants, so this comes as late as it can. */
async function allocateSlots(client: pg.PoolClient, count: number): Promise<number> {
  const { rows } = await client.query<{ next: string }>(
    'update slot_allocator set next_slot = next_slot + $1 returning next_slot as next',
    [count],
  );
  return Number(rows[0]?.next) - count;
}
