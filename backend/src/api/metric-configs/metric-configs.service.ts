import { QueryTypes, type Transaction, UniqueConstraintError } from 'sequelize';
import type { MetricConfigChanges, MetricConfigInput } from '../../contract/metricConfigs.ts';
import type { Page } from '../../contract/page.ts';
import { announceChange, bumpTenantVersion } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, NotFoundError, UnauthenticatedError, ValidationError } from '../../errors.ts';
import { maxMetricConfigsPerUser } from '../../ingestion/samples/adoptMetrics.ts';
import { keepDeletedName, takeName } from '../../ingestion/samples/deletedNames.ts';
import { retireSeries } from '../../ingestion/series/retireSeries.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import type { MetricConfig, Models } from '../../models/index.ts';
import { changedDefinition, type Definition, definitionFaults, definitionOf, newDefinition } from './definition.ts';
import { fixedFieldFaults } from './fixedFields.ts';

/**
 * Every method sees the living configurations of `userId` only; another user's and a deleted one are not found. Changes reach all
 * replicas with the commit.
 */
export interface MetricConfigsService {
  /** @throws ConflictError `metric_name_taken`, `too_many_metric_configs`; ValidationError when fields do not go together. */
  createMetricConfig(userId: string, input: MetricConfigInput): Promise<MetricConfig>;
  /** Oldest first. */
  listMetricConfigs(userId: string, page: Page): Promise<{ metricConfigs: MetricConfig[]; total: number }>;
  /** @throws NotFoundError */
  getMetricConfig(userId: string, id: string): Promise<MetricConfig>;
  /**
   * Changes the given fields and checks the whole record again.
   * @throws ConflictError `metric_has_data` for what totals depend on, once there are any.
   */
  updateMetricConfig(userId: string, id: string, changes: MetricConfigChanges): Promise<MetricConfig>;
  /**
   * Hides it at once and frees its name for its owner; samples of that name are refused for a day. Its totals leave Postgres and the
   * gateway a little later.
   */
  deleteMetricConfig(userId: string, id: string): Promise<void>;
}

export function createMetricConfigsService(deps: { database: Database; models: Models }): MetricConfigsService {
  const { sequelize } = deps.database;
  const { MetricConfig, User } = deps.models;

  async function find(userId: string, id: string, transaction?: Transaction): Promise<MetricConfig> {
    const found = await MetricConfig.findOne({
      where: { id, userId, deletedAt: null },
      ...(transaction && { lock: transaction.LOCK.UPDATE, transaction }),
    });
    if (!found) throw notFound();
    return found;
  }

  /** A series row is made before the first sample is counted, under the same row lock that `find` takes. */
  async function hasData(id: string, transaction: Transaction): Promise<boolean> {
    const rows = await sequelize.query('select 1 from series where metric_config_id = :id limit 1', {
      replacements: { id },
      type: QueryTypes.SELECT,
      transaction,
    });
    return rows.length > 0;
  }

  return {
    async createMetricConfig(userId, input) {
      const definition = checked(newDefinition(input));
      return uniqueName(() =>
        sequelize.transaction(async (transaction) => {
          // The lock makes creators of one account take turns, so that the cap holds.
          const owner = await User.findOne({
            where: { id: userId, deletedAt: null },
            attributes: ['id'],
            lock: transaction.LOCK.NO_KEY_UPDATE,
            transaction,
          });
          if (!owner) throw new UnauthenticatedError('The account is gone.');
          if (
            (await MetricConfig.count({ where: { userId, deletedAt: null }, transaction })) >= maxMetricConfigsPerUser
          ) {
            throw new ConflictError(
              'too_many_metric_configs',
              `An account has at most ${maxMetricConfigsPerUser} metric configurations; delete one.`,
            );
          }
          const created = await MetricConfig.create({ userId, ...definition }, { transaction });
          await takeName(sequelize, userId, definition, transaction);
          await announceChange(sequelize, userId, transaction);
          return created;
        }),
      );
    },

    async listMetricConfigs(userId, { limit, offset }) {
      const order: [string, string][] = [
        ['createdAt', 'ASC'],
        ['id', 'ASC'],
      ];
      const where = { userId, deletedAt: null };
      const { rows, count } = await MetricConfig.findAndCountAll({ where, order, limit, offset });
      return { metricConfigs: rows, total: count };
    },

    getMetricConfig: (userId, id) => find(userId, id),

    async updateMetricConfig(userId, id, changes) {
      return uniqueName(() =>
        sequelize.transaction(async (transaction) => {
          const config = await find(userId, id, transaction);
          const before = definitionOf(config);
          const definition = checked(changedDefinition(before, changes));
          const faults = fixedFieldFaults(before, definition);
          if (faults.length > 0 && (await hasData(id, transaction))) {
            throw new ConflictError(
              'metric_has_data',
              'Samples have been counted under this definition: what the totals depend on cannot change any more. Create another metric instead.',
              faults,
            );
          }
          const quantilesChange = String(before.quantiles) !== String(definition.quantiles);
          await config.update({ ...definition }, { transaction });
          if (before.exportedName !== definition.exportedName)
            await takeName(sequelize, userId, definition, transaction);
          if (quantilesChange && definition.quantiles) await exportQuantiles(id, definition, transaction);
          if (quantilesChange) await bumpTenantVersion(sequelize, userId, transaction);
          await announceChange(sequelize, userId, transaction);
          return config;
        }),
      );
    },

    async deleteMetricConfig(userId, id) {
      await sequelize.transaction(async (transaction) => {
        // Before the configuration, as those who create one do: a sample that is creating one waits, and then finds the name deleted.
        await User.findOne({
          where: { id: userId },
          attributes: ['id'],
          lock: transaction.LOCK.NO_KEY_UPDATE,
          transaction,
        });
        const config = await find(userId, id, transaction);
        await MetricConfig.update({ deletedAt: sequelize.fn('clock_timestamp') }, { where: { id }, transaction });
        await keepDeletedName(sequelize, userId, config, transaction);
        await retireSeries(sequelize, [id], transaction);
        await bumpTenantVersion(sequelize, userId, transaction);
        await announceChange(sequelize, userId, transaction);
      });
    },
  };

  /** Quantiles are computed when they are exported, so they may change; what each label set counts against the caps changes too. */
  async function exportQuantiles(id: string, definition: Definition, transaction: Transaction): Promise<void> {
    const { exportedSeries } = metricKinds[definition.metricType].layout(definition);
    await sequelize.query('update series set exported_series = :exported where metric_config_id = :id', {
      replacements: { id, exported: exportedSeries },
      transaction,
    });
  }
}

const notFound = () => new NotFoundError('There is no such metric configuration.');

function checked(definition: Definition): Definition {
  const faults = definitionFaults(definition);
  if (faults.length === 0) return definition;
  throw new ValidationError(
    faults.map(({ path, message }) => `${path.slice('body.'.length)} ${message}`).join('; '),
    faults,
  );
}

/** Two requests can want one name at once; the unique index decides, and its verdict is a conflict. */
async function uniqueName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new ConflictError('metric_name_taken', 'You have a metric that goes by this name in Prometheus already.', [
      { path: 'body.metricName', message: 'is taken' },
    ]);
  }
}
