import type pg from 'pg';
import { typesWith } from '../metric/metricKinds.ts';
import { sketchWindowSeconds, sketchWindows } from '../metric/sketch.ts';
import type { TenantSeries } from './render.ts';

/** Everything that is shown of a tenant, at one moment. */
export interface TenantSnapshot {
  /** The version of these totals; undefined when nothing was ever committed. */
  readonly version: string | undefined;
  /** By the database's clock, not later than the moment of the totals; epoch milliseconds. */
  readonly readAtMs: number;
  readonly series: readonly TenantSeries[];
}

interface Row {
  version: string | null;
  readAtMs: number;
  id: string | null;
  exportedName: string;
  type: TenantSeries['type'];
  labels: TenantSeries['labels'];
  promoted: boolean;
  values: number[];
  buckets: number[] | null;
  quantiles: number[] | null;
  sketch: [number, number][] | null;
}

const sketched = typesWith((kind) => kind.hasSketch);
const shownEmpty = typesWith((kind) => kind.isShownEmpty);

/**
 * One statement, so version and totals are of one moment. Deleted configurations are not shown, nor is a gauge that was created a
 * moment ago and has no value yet.
 */
export async function readTenant(pool: pg.Pool, tenantId: string): Promise<TenantSnapshot> {
  const { rows } = await pool.query<Row>({
    name: 'read_tenant',
    text: `
      select v.version, extract(epoch from statement_timestamp())::double precision * 1000 as "readAtMs", s.*
      from (select max(version) as version from tenant_versions where tenant_id = $1) v
      left join (
        select s.id, c.exported_name as "exportedName", c.metric_type as type, s.labels,
               s.promoted_at is not null as promoted, t.values, c.buckets, c.quantiles, k.sketch
        from series s
        join metric_configs c on c.id = s.metric_config_id and c.deleted_at is null
        cross join lateral (
          select array_agg(t.value order by t.slot) as values, max(t.updated_at) as updated_at
          from totals t where t.slot >= s.first_slot and t.slot < s.first_slot + s.slot_count
        ) t
        left join lateral (
          select json_agg(json_build_array(k.bucket, k.count)) as sketch
          from (
            select k.bucket, sum(k.count)::double precision as count
            from summary_sketches k
            where k.first_slot = s.first_slot
              and k.window_start > to_timestamp(floor(extract(epoch from clock_timestamp()) / $2) * $2) - $3 * interval '1 second'
            group by k.bucket
          ) k
        ) k on c.metric_type = any ($4::metric_type[])
        where s.tenant_id = $1 and (c.metric_type = any ($5::metric_type[]) or t.updated_at is not null)
        order by c.exported_name, s.id
      ) s on true`,
    values: [tenantId, sketchWindowSeconds, sketchWindows * sketchWindowSeconds, sketched, shownEmpty],
  });
  return {
    version: rows[0]?.version ?? undefined,
    readAtMs: rows[0]?.readAtMs ?? 0,
    series: rows.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }])),
  };
}
