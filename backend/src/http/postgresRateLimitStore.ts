import type { ClientRateLimitInfo, Options, Store } from 'express-rate-limit';
import type pg from 'pg';

/** Fixed windows counted in Postgres, so that all replicas count together. Keys are prefixed with the limiter's name. */
export class PostgresRateLimitStore implements Store {
  readonly localKeys = false;
  private windowMs = 60_000;

  constructor(
    private readonly pool: pg.Pool,
    readonly prefix: string,
  ) {}

  init(options: Options): void {
    this.windowMs = options.windowMs;
  }

  async increment(key: string): Promise<ClientRateLimitInfo> {
    const { rows } = await this.pool.query<{ hits: number; ms_left: number }>(
      `insert into rate_limits as r (key, hits, resets_at)
       values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (key) do update set
         hits = case when r.resets_at <= clock_timestamp() then 1 else r.hits + 1 end,
         resets_at = case when r.resets_at <= clock_timestamp() then excluded.resets_at else r.resets_at end
       returning hits, (extract(epoch from resets_at - clock_timestamp()) * 1000)::double precision as ms_left`,
      [this.prefix + key, this.windowMs],
    );
    const row = rows[0];
    // On this machine's clock, which is what the limiter compares it with.
    return { totalHits: row?.hits ?? 1, resetTime: new Date(Date.now() + (row?.ms_left ?? this.windowMs)) };
  }

  async decrement(key: string): Promise<void> {
    await this.pool.query('update rate_limits set hits = greatest(hits - 1, 0) where key = $1', [this.prefix + key]);
  }

  async resetKey(key: string): Promise<void> {
    await this.pool.query('delete from rate_limits where key = $1', [this.prefix + key]);
  }
}
