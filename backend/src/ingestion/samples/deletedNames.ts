import type { Sequelize, Transaction } from 'sequelize';
import type { MetricType } from '../../contract/metricTypes.ts';

/** By what names a metric goes: the one that its owner gave, and the one that Prometheus has. */
interface MetricNames {
  readonly metricName: string;
  readonly exportedName: string;
}

/** More than an account may have metrics; of more deletions in a day the oldest are forgotten. */
const maxNamesPerTenant = 1_000;

/**
 * Keeps the name of a metric that is being deleted from being created again by a sample: a server that has not heard of the deletion
 * would make a counter of what was a gauge. The catalog reads it for 24 hours.
 */
export async function keepDeletedName(
  sequelize: Sequelize,
  tenantId: string,
  { metricName, exportedName, metricType }: MetricNames & { readonly metricType: MetricType },
  transaction: Transaction,
): Promise<void> {
  await sequelize.query(
    `insert into deleted_metric_names (tenant_id, exported_name, metric_name, metric_type, deleted_at)
     values (:tenantId, :exportedName, :metricName, :metricType, clock_timestamp())
     on conflict (tenant_id, exported_name)
     do update set metric_name = excluded.metric_name, metric_type = excluded.metric_type, deleted_at = excluded.deleted_at`,
    { replacements: { tenantId, metricName, exportedName, metricType }, transaction },
  );
  await sequelize.query(
    `delete from deleted_metric_names where tenant_id = :tenantId and exported_name in (
       select exported_name from deleted_metric_names where tenant_id = :tenantId
       order by deleted_at desc, exported_name offset :kept)`,
    { replacements: { tenantId, kept: maxNamesPerTenant }, transaction },
  );
}

/** The owner takes a name for a metric: samples of this name are meant for it, whatever was deleted or refused before. */
export async function takeName(
  sequelize: Sequelize,
  tenantId: string,
  { metricName, exportedName }: MetricNames,
  transaction: Transaction,
): Promise<void> {
  const replacements = { tenantId, names: [metricName, exportedName] };
  await sequelize.query(
    'delete from deleted_metric_names where tenant_id = :tenantId and (exported_name in (:names) or metric_name in (:names))',
    { replacements, transaction },
  );
  await sequelize.query('delete from unknown_metrics where tenant_id = :tenantId and name in (:names)', {
    replacements,
    transaction,
  });
}
