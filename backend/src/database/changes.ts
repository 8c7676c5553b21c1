import type { Sequelize, Transaction } from 'sequelize';

/** Channel on which a change to a tenant's keys or configurations is announced; the payload is the tenant's id. */
export const changesChannel = 'uvp_changes';

/**
 * Tells every replica to drop what it has cached of a tenant. Sent when the transaction commits, and not at all when it rolls back,
 * so a cache is never refilled with what is about to change.
 */
export async function announceChange(sequelize: Sequelize, tenantId: string, transaction: Transaction): Promise<void> {
  await sequelize.query('select pg_notify(:channel, :tenantId)', {
    replacements: { channel: changesChannel, tenantId },
    transaction,
  });
}

/** Makes the forwarder push a tenant's group again, because what is exported has changed without a new sample. */
export async function bumpTenantVersion(
  sequelize: Sequelize,
  tenantId: string,
  transaction: Transaction,
): Promise<void> {
  await sequelize.query(
    `insert into tenant_versions as v (tenant_id, version) values (:tenantId, 1)
     on conflict (tenant_id) do update set version = v.version + 1`,
    { replacements: { tenantId }, transaction },
  );
}
