import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';
import { keepPinnedScript, oldestValidVersion } from '../keepPinnedScript.ts';

/**
 * Keeps a script of a key's website where its version finds it.
 * @throws ConflictError `too_many_pinned_scripts`; NotFoundError when the key has gone meanwhile
 */
export async function pinSiteScript(
  { database, models }: { database: Database; models: Models },
  apiKeyId: string,
  tokenVersion: number,
  code: string,
): Promise<void> {
  await database.sequelize.transaction(async (transaction) => {
    const key = await models.ApiKey.findByPk(apiKeyId, { lock: transaction.LOCK.UPDATE, transaction });
    if (!key) throw new NotFoundError('There is no such API key.');
    const now = database.clock.now();
    const oldest = oldestValidVersion(key.siteTokenVersion, key.previousSiteTokenExpiresAt, now);
    const pin = { owner: { apiKeyId }, tokenVersion, oldestValidVersion: oldest, code };
    await keepPinnedScript(models, pin, transaction);
  });
}
