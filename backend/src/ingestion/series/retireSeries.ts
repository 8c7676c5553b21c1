import type { Sequelize, Transaction } from 'sequelize';

/**
 * Takes the totals of configurations out of reach, in the transaction that deletes these: their slots become negative. A commit that
 * still has the old slots touches fewer rows than it wants, is undone, and resolves anew; so nothing is acknowledged into totals that
 * are about to go. Rows are locked by slot, as commits do.
 */
export async function retireSeries(
  sequelize: Sequelize,
  metricConfigIds: readonly string[],
  transaction: Transaction,
): Promise<void> {
  if (metricConfigIds.length === 0) return;
  // By slot and not by range: a join on ranges reads all totals of all tenants for every series.
  const slots = `array(
    select s.first_slot + n from series s cross join generate_series(0, s.slot_count - 1) n where s.metric_config_id in (:metricConfigIds))`;
  const options = { replacements: { metricConfigIds: [...metricConfigIds] }, transaction };
  await sequelize.query(`select 1 from totals t where t.slot = any (${slots}) order by t.slot for update`, options);
  await sequelize.query(`update totals t set slot = -t.slot where t.slot = any (${slots})`, options);
}
