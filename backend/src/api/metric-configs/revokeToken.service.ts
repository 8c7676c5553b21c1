import type { OverlapInput } from '../../contract/overlap.ts';
import { announceChange } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import type { MetricConfig, Models } from '../../models/index.ts';
import { overlapEnd } from '../overlap.ts';

export interface RevokeTokenService {
  /**
   * Ends the browser tokens of a living configuration of `userId`, those of all API keys: at once, or those of the present version when
   * the overlap ends. What was left of an earlier overlap ends now. Code that is generated from now on carries the new version.
   * @throws NotFoundError
   */
  revokeToken(userId: string, metricConfigId: string, overlap: OverlapInput): Promise<MetricConfig>;
}

export function createRevokeTokenService(deps: { database: Database; models: Models }): RevokeTokenService {
  const { sequelize } = deps.database;
  return {
    revokeToken: (userId, metricConfigId, overlap) =>
      sequelize.transaction(async (transaction) => {
        const config = await deps.models.MetricConfig.findOne({
          where: { id: metricConfigId, userId, deletedAt: null },
          lock: transaction.LOCK.UPDATE,
          transaction,
        });
        if (!config) throw new NotFoundError('There is no such metric configuration.');
        const tokenVersion = config.tokenVersion + 1;
        const previousTokenExpiresAt = overlapEnd(overlap, deps.database.clock.now());
        await config.update({ tokenVersion, previousTokenExpiresAt }, { transaction });
        await announceChange(sequelize, userId, transaction);
        return config;
      }),
  };
}
