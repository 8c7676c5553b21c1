import type { CreateApiKeyInput, UpdateApiKeyInput } from '../../contract/apiKeys.ts';
import type { OverlapInput } from '../../contract/overlap.ts';
import type { Page } from '../../contract/page.ts';
import { generateApiKey } from '../../credentials/apiKeySecret.ts';
import { announceChange } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, NotFoundError, UnauthenticatedError } from '../../errors.ts';
import type { ApiKey, Models } from '../../models/index.ts';
import { overlapEnd } from '../overlap.ts';
import { withRobotSamples } from '../robotSamples.ts';

/** Every method sees the keys of `userId` only; another user's key is not found. Changes reach all replicas with the commit. */
export interface ApiKeysService {
  /**
   * `apiSecret` is stored nowhere.
   * @throws ConflictError `too_many_api_keys`.
   */
  createApiKey(userId: string, input: CreateApiKeyInput): Promise<{ apiKey: ApiKey; apiSecret: string }>;
  /** Oldest first. */
  listApiKeys(userId: string, page: Page): Promise<{ apiKeys: ApiKey[]; total: number }>;
  /** @throws NotFoundError */
  updateApiKey(userId: string, id: string, changes: UpdateApiKeyInput): Promise<ApiKey>;
  /**
   * Gives the key a new secret, which is stored nowhere. The old one works until the overlap ends, beside the new one; what was left of
   * an earlier overlap ends now.
   * @throws NotFoundError
   */
  rotateApiKey(userId: string, id: string, overlap: OverlapInput): Promise<{ apiKey: ApiKey; apiSecret: string }>;
  /**
   * Ends the site tokens of the key: at once, or those of the present version when the overlap ends. What was left of an earlier overlap
   * ends now. Code that is generated from now on carries the new version.
   * @throws NotFoundError
   */
  revokeSiteToken(userId: string, id: string, overlap: OverlapInput): Promise<ApiKey>;
  /** @throws NotFoundError */
  deleteApiKey(userId: string, id: string): Promise<void>;
}

export const maxApiKeysPerUser = 100;

export function createApiKeysService(deps: { database: Database; models: Models }): ApiKeysService {
  const { sequelize } = deps.database;
  const { ApiKey, User } = deps.models;

  /** Changes one key under its row lock and tells every replica. */
  async function change(userId: string, id: string, changesOf: (key: ApiKey) => Partial<ApiKey>): Promise<ApiKey> {
    return sequelize.transaction(async (transaction) => {
      const key = await ApiKey.findOne({
        where: { id, userId },
        attributes: withRobotSamples,
        lock: transaction.LOCK.UPDATE,
        transaction,
      });
      if (!key) throw notFound();
      await key.update(changesOf(key), { transaction });
      await announceChange(sequelize, userId, transaction);
      return key;
    });
  }

  return {
    async createApiKey(userId, { keyName, expiresAt, allowedOrigins, createsMetrics, countRobots }) {
      const { apiKey: publicId, apiSecret, secretHash, secretLast4 } = generateApiKey();
      const apiKey = await sequelize.transaction(async (transaction) => {
        // The lock makes creators of one account take turns, so that the cap holds.
        const owner = await User.findOne({
          where: { id: userId, deletedAt: null },
          attributes: ['id'],
          lock: transaction.LOCK.NO_KEY_UPDATE,
          transaction,
        });
        if (!owner) throw new UnauthenticatedError('The account is gone.');
        if ((await ApiKey.count({ where: { userId }, transaction })) >= maxApiKeysPerUser) {
          throw new ConflictError(
            'too_many_api_keys',
            `An account has at most ${maxApiKeysPerUser} API keys; delete one.`,
          );
        }
        const created = await ApiKey.create(
          {
            userId,
            keyName,
            apiKey: publicId,
            apiSecret: secretHash,
            secretLast4,
            expiresAt: timeOf(expiresAt ?? null),
            allowedOrigins: allowedOrigins ?? [],
            createsMetrics: createsMetrics ?? false,
            countRobots: countRobots ?? false,
          },
          { transaction },
        );
        await announceChange(sequelize, userId, transaction);
        return created;
      });
      return { apiKey, apiSecret };
    },

    async listApiKeys(userId, { limit, offset }) {
      const order: [string, string][] = [
        ['createdAt', 'ASC'],
        ['id', 'ASC'],
      ];
      const { rows, count } = await ApiKey.findAndCountAll({
        where: { userId },
        attributes: withRobotSamples,
        order,
        limit,
        offset,
      });
      return { apiKeys: rows, total: count };
    },

    updateApiKey(userId, id, { expiresAt, ...changes }) {
      const changed = { ...changes, ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }) };
      return change(userId, id, () => changed);
    },

    async rotateApiKey(userId, id, overlap) {
      const { apiSecret, secretHash, secretLast4 } = generateApiKey();
      const previousSecretExpiresAt = overlapEnd(overlap, deps.database.clock.now());
      const apiKey = await change(userId, id, (key) => ({
        apiSecret: secretHash,
        secretLast4,
        previousSecret: previousSecretExpiresAt && key.apiSecret,
        previousSecretExpiresAt,
        previousSecretLastUsedAt: null,
      }));
      return { apiKey, apiSecret };
    },

    revokeSiteToken(userId, id, overlap) {
      const previousSiteTokenExpiresAt = overlapEnd(overlap, deps.database.clock.now());
      return change(userId, id, ({ siteTokenVersion }) => ({
        siteTokenVersion: siteTokenVersion + 1,
        previousSiteTokenExpiresAt,
      }));
    },

    async deleteApiKey(userId, id) {
      await sequelize.transaction(async (transaction) => {
        const deleted = await ApiKey.destroy({ where: { id, userId }, transaction });
        if (deleted === 0) throw notFound();
        await announceChange(sequelize, userId, transaction);
      });
    },
  };
}

const timeOf = (text: string | null) => (text === null ? null : new Date(text));

const notFound = () => new NotFoundError('There is no such API key.');
