import type { Migration } from '../migration.ts';

/** Counters that every replica shares. Keys are keyed hashes: no address and no e-mail is stored. */
export const rateLimits: Migration = {
  name: '0004-rate-limits',
  async up(run) {
    await run(`
      create table rate_limits (
        key varchar(120) primary key,
        hits integer not null,
        resets_at timestamptz not null
      );
      create index rate_limits_resets_at on rate_limits (resets_at);
    `);
  },
  async down(run) {
    await run('drop table rate_limits;');
  },
};
