import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';
import { keepPinnedScript, oldestValidVersion } from '../keepPinnedScript.ts';

/**
 * Keeps a script of a configuration where its version finds it.
 * @throws ConflictError `too_many_pinned_scripts`; NotFoundError when the configuration has gone meanwhile
 */
export async function pinScript(
  { database, models }: { database: Database; models: Models },
  metricConfigId: string,
  tokenVersion: number,
  code: string,
): Promise<void> {
  await database.sequelize.transaction(async (transaction) => {
    const lock = transaction.LOCK.UPDATE;
    const metric = await models.MetricConfig.findByPk(metricConfigId, { lock, transaction });
    if (!metric || metric.deletedAt !== null) throw new NotFoundError('There is no such metric configuration.');
    const now = database.clock.now();
    const oldest = oldestValidVersion(metric.tokenVersion, metric.previousTokenExpiresAt, now);
    const pin = { owner: { metricConfigId }, tokenVersion, oldestValidVersion: oldest, code };
    await keepPinnedScript(models, pin, transaction);
  });
}
