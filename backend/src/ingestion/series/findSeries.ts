import type pg from 'pg';
import type { MetricType } from '../../contract/metricTypes.ts';
import { labelHash } from '../../metric/labels.ts';

/** The configuration as the caller knows it. Type and buckets decide which totals a sample goes to, so they must be those in force. */
export interface KnownConfig {
  readonly id: string;
  readonly type: MetricType;
  readonly buckets: readonly number[] | null;
}

/** Label keys of one configuration. */
export interface WantedKeys {
  readonly config: KnownConfig;
  readonly keys: Iterable<string>;
}

/** First slots by label key, by the id of the configuration. */
export type SlotsByConfig = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** First slots of those series that exist; none of a configuration that has another type or other buckets than the caller knows. */
export async function findSeries(db: pg.Pool | pg.PoolClient, wanted: readonly WantedKeys[]): Promise<SlotsByConfig> {
  const keyOf = new Map<string, string>();
  const found = new Map<string, Map<string, number>>();
  const configIds: string[] = [];
  const hashes: string[] = [];
  for (const { config, keys } of wanted) {
    found.set(config.id, new Map());
    for (const key of keys) {
      const hash = labelHash(key).toString('hex');
      keyOf.set(`${config.id} ${hash}`, key);
      configIds.push(config.id);
      hashes.push(hash);
    }
  }
  const { rows } = await db.query<{ configId: string; hash: string; firstSlot: string }>({
    name: 'find_series',
    text: `select config_id as "configId", hash, first_slot as "firstSlot"
           from find_series_v1($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[])`,
    values: [
      wanted.map(({ config }) => config.id),
      wanted.map(({ config }) => config.type),
      wanted.map(({ config }) => (config.buckets === null ? null : `{${config.buckets.join(',')}}`)),
      configIds,
      hashes,
    ],
  });
  for (const { configId, hash, firstSlot } of rows) {
    const key = keyOf.get(`${configId} ${hash}`);
    if (key !== undefined) found.get(configId)?.set(key, Number(firstSlot));
  }
  return found;
}
