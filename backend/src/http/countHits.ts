import type pg from 'pg';

/** A counter in `rate_limits`: its key, and how long a window lasts that its first hit opens. */
export interface Counter {
  readonly key: string;
  readonly windowSeconds: number;
}

/** A counter after a hit. */
export interface CountedHits {
  readonly hits: number;
  /** Until the window ends. */
  readonly secondsLeft: number;
}

/** Counts one hit on each counter, and reads others; one statement, shared by all replicas. Keys that have no hits are not in the answer. */
export async function countHits(
  pool: pg.Pool,
  counters: readonly Counter[],
  alsoRead: readonly string[] = [],
): Promise<ReadonlyMap<string, CountedHits>> {
  // In the order of their keys, so that two that count at once do not block each other.
  const { rows } = await pool.query<{ key: string; hits: number; seconds_left: number }>(
    `with counted as (
       insert into rate_limits as r (key, hits, resets_at)
       select key, 1, clock_timestamp() + seconds * interval '1 second'
       from unnest($1::text[], $2::integer[]) as counter (key, seconds) order by key
       on conflict (key) do update set
         hits = case when r.resets_at <= clock_timestamp() then 1 else r.hits + 1 end,
         resets_at = case when r.resets_at <= clock_timestamp() then excluded.resets_at else r.resets_at end
       returning key, hits, resets_at)
     select key, hits, extract(epoch from resets_at - clock_timestamp())::double precision as seconds_left from (
       select * from counted
       union all
       select key, hits, resets_at from rate_limits where key = any ($3) and resets_at > clock_timestamp()) as c`,
    [counters.map(({ key }) => key), counters.map(({ windowSeconds }) => windowSeconds), alsoRead],
  );
  return new Map(rows.map(({ key, hits, seconds_left }) => [key, { hits, secondsLeft: seconds_left }]));
}

/** Keeps a counter for the whole of its window from now on, whatever was left of it. */
export async function extendWindow(pool: pg.Pool, { key, windowSeconds }: Counter): Promise<void> {
  await pool.query(
    `insert into rate_limits (key, hits, resets_at) values ($1, 1, clock_timestamp() + $2 * interval '1 second')
     on conflict (key) do update set resets_at = excluded.resets_at`,
    [key, windowSeconds],
  );
}

/** Takes one hit back from each counter. */
export async function takeBackHits(pool: pg.Pool, keys: readonly string[]): Promise<void> {
  await pool.query(
    `update rate_limits r set hits = greatest(r.hits - 1, 0)
     from (select key from rate_limits where key = any ($1) order by key for update) locked
     where r.key = locked.key`,
    [keys],
  );
}
