import type pg from 'pg';
import type { MetricType } from '../../contract/metricTypes.ts';
import { changesChannel } from '../../database/changes.ts';
import { inTransaction } from '../../database/connection.ts';
import { labelNameFault } from '../../metric/labels.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { exportedName, metricNameFault } from '../../metric/metricNames.ts';
import { impliedType, ruleFault } from './judge.ts';
import type { WireSample } from './sample.ts';

/** Configurations that one account may have; `api/metric-configs` holds new ones to the same. */
export const maxMetricConfigsPerUser = 500;

/** A server's sample names its type; without one it is a counter, as the increment that it would be. */
export function adoptedType(sample: WireSample): MetricType {
  return sample.type ?? impliedType;
}

/** Why no configuration can be made from a sample of an unknown name, or undefined when one can. */
export function adoptionFault(sample: WireSample): string | undefined {
  const type = adoptedType(sample);
  const nameFault = metricNameFault(sample.name, type);
  if (nameFault !== undefined) return `${sample.name}: the name ${nameFault}`;
  for (const label of Object.keys(sample.labels ?? {})) {
    const fault = labelNameFault(label);
    if (fault !== undefined) return `${sample.name}: the label ${label.slice(0, 120)} ${fault}`;
  }
  if (sample.type === undefined && (sample.op !== undefined || typeof sample.value === 'object')) {
    return `${sample.name} is new: say its type, so that its configuration can be made`;
  }
  return ruleFault({ metricName: sample.name, type, isActive: true, labels: sample.labels ?? {} }, sample)?.detail;
}

/**
 * Makes configurations for samples of names that the tenant has none for: the type and the labels of the first sample, not for
 * pages, all else as by default, to be seen and changed in the dashboard. Takes the locks that the REST API takes, so the cap holds; names that are
 * taken by now, or were deleted a moment ago, are left alone.
 * @param samples for which `adoptionFault` found nothing
 * @returns whether any name has a configuration now that had none, and whether the account had no room for some
 */
export async function adoptMetrics(
  pool: pg.Pool,
  tenantId: string,
  samples: readonly WireSample[],
): Promise<{ made: boolean; isFull: boolean }> {
  const firstOfName = new Map<string, WireSample>();
  for (const sample of samples) if (!firstOfName.has(sample.name)) firstOfName.set(sample.name, sample);
  return inTransaction(pool, async (client) => {
    const owner = await client.query('select 1 from users where id = $1 and is_active for no key update', [tenantId]);
    if (owner.rowCount === 0) return { made: false, isFull: true };
    const { rows } = await client.query<{ living: number }>(
      'select count(*)::integer as living from metric_configs where user_id = $1 and deleted_at is null',
      [tenantId],
    );
    const room = Math.max(0, maxMetricConfigsPerUser - (rows[0]?.living ?? 0));
    const fitting = [...firstOfName.values()].slice(0, room);
    for (const sample of fitting) await insertConfig(client, tenantId, sample);
    await client.query('select pg_notify($1, $2)', [changesChannel, tenantId]);
    return { made: fitting.length > 0, isFull: firstOfName.size > room };
  });
}

async function insertConfig(client: pg.PoolClient, tenantId: string, sample: WireSample): Promise<void> {
  const type = adoptedType(sample);
  const { buckets, quantiles } = metricKinds[type].defaultOptions(sample.name);
  const labels = Object.fromEntries(Object.keys(sample.labels ?? {}).map((name) => [name, '']));
  await client.query(
    `insert into metric_configs (user_id, name, description, metric_name, exported_name, metric_type, labels, in_pages, buckets, quantiles, created_at)
     select $1::uuid, $2, 'Made from its first sample.', $3::text, $4::text, $5::metric_type, $6::jsonb, false,
            $7::double precision[], $8::double precision[], clock_timestamp()
     where not exists (
       select 1 from deleted_metric_names
       where tenant_id = $1 and ($3 in (metric_name, exported_name) or $4 = exported_name) and deleted_at > clock_timestamp() - interval '24 hours')
     on conflict (user_id, exported_name) where deleted_at is null do nothing`,
    [
      tenantId,
      sample.name.slice(0, 100),
      sample.name,
      exportedName(sample.name, type),
      type,
      JSON.stringify(labels),
      buckets,
      quantiles,
    ],
  );
}
