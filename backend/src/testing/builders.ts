import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { generateApiKey } from '../credentials/apiKeySecret.ts';
import { exportedName } from '../metric/metricNames.ts';
import type { ApiKey, MetricConfig, Models, User } from '../models/index.ts';

/** Text that no other record of the run has. */
export function unique(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/** A user straight in the database, for tests that never sign in; the password is no hash of anything. */
export async function buildUser(models: Models, given: Partial<User> = {}): Promise<User> {
  return models.User.create({
    email: `${unique('user')}@example.test`,
    password: '!',
    firstName: 'Ada',
    lastName: 'Lovelace',
    ...plain(given),
  });
}

/** An API key of a user, with the secret that its owner would have seen. */
export async function buildApiKey(
  models: Models,
  given: Partial<ApiKey> & { userId: string },
): Promise<{ apiKey: ApiKey; apiSecret: string }> {
  const { apiKey, apiSecret, secretHash, secretLast4 } = generateApiKey();
  const record = await models.ApiKey.create({
    keyName: unique('key'),
    apiKey,
    apiSecret: secretHash,
    secretLast4,
    ...plain(given),
  });
  return { apiKey: record, apiSecret };
}

/** A metric configuration of a user: a counter unless told otherwise. */
export async function buildMetricConfig(
  models: Models,
  given: Partial<MetricConfig> & { userId: string },
): Promise<MetricConfig> {
  const { metricName = unique('visits'), metricType = 'counter' } = given;
  return models.MetricConfig.create({
    name: 'Visits',
    metricName,
    metricType,
    exportedName: exportedName(metricName, metricType),
    ...plain(given),
  });
}

/** The given fields without the model's methods in their type. */
function plain<T extends object>(given: T): T {
  return { ...given };
}

/**
 * A series with its totals straight in the database, for tests of what reads them. `values` are its slots in the order of its type in
 * `metric/types`.
 */
export async function buildSeries(
  pool: pg.Pool,
  config: Pick<MetricConfig, 'id' | 'userId'>,
  given: { values: readonly number[]; exportedSeries?: number; isOverflow?: boolean; updatedAt?: Date | null },
): Promise<void> {
  const { values, exportedSeries = 1, isOverflow = false, updatedAt = new Date() } = given;
  const { rows } = await pool.query<{ next: string }>(
    'update slot_allocator set next_slot = next_slot + $1 returning next_slot as next',
    [values.length],
  );
  const firstSlot = Number(rows[0]?.next) - values.length;
  await pool.query(
    `insert into series (tenant_id, metric_config_id, label_hash, labels, is_overflow, first_slot, slot_count, exported_series)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      config.userId,
      config.id,
      randomBytes(32),
      { series: unique('s') },
      isOverflow,
      firstSlot,
      values.length,
      exportedSeries,
    ],
  );
  await pool.query(
    'insert into totals (slot, value, updated_at) select $1::bigint + i - 1, v, $3 from unnest($2::float8[]) with ordinality as d (v, i)',
    [firstSlot, values, updatedAt],
  );
}
