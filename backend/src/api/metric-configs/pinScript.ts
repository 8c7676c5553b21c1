import { Op, type Transaction } from 'sequelize';
import type { Database } from '../../database/connect.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { MetricConfig, Models } from '../../models/index.ts';
import { versionOf } from '../../tracking-code/generateCode.ts';

/** Of one configuration. */
export const maxPinnedScripts = 100;

/**
 * Keeps a script where its version finds it; the same script is kept once. Those whose token has been revoked make room.
 * @throws ConflictError `too_many_pinned_scripts`; NotFoundError when the configuration has gone meanwhile
 */
export async function pinScript(
  { database, models }: { database: Database; models: Models },
  metricConfigId: string,
  tokenVersion: number,
  code: string,
): Promise<void> {
  const { MetricConfig, PinnedScript } = models;
  const version = versionOf(code);
  await database.sequelize.transaction(async (transaction) => {
    // One at a time, so that no two are the hundredth.
    const metric = await MetricConfig.findByPk(metricConfigId, { lock: transaction.LOCK.UPDATE, transaction });
    if (!metric || metric.deletedAt !== null) throw new NotFoundError('There is no such metric configuration.');
    if (await PinnedScript.findByPk(version, { attributes: ['version'], transaction })) return;
    const isFull = async () =>
      (await PinnedScript.count({ where: { metricConfigId }, transaction })) >= maxPinnedScripts;
    if (await isFull()) await removeRevoked(models, metric, database.clock.now(), transaction);
    if (await isFull()) {
      throw new ConflictError(
        'too_many_pinned_scripts',
        `A configuration has at most ${maxPinnedScripts} pinned scripts, and pages may be using each: use the script tag, or revoke the token of the old ones.`,
      );
    }
    await PinnedScript.create({ version, metricConfigId, tokenVersion, code }, { transaction });
  });
}

async function removeRevoked(
  { PinnedScript }: Models,
  metric: MetricConfig,
  now: number,
  transaction: Transaction,
): Promise<void> {
  const overlaps = (metric.previousTokenExpiresAt?.getTime() ?? 0) > now;
  const oldestThatWorks = metric.tokenVersion - (overlaps ? 1 : 0);
  const where = { metricConfigId: metric.id, tokenVersion: { [Op.lt]: oldestThatWorks } };
  await PinnedScript.destroy({ where, transaction });
}
