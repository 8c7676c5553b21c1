import type { Migration } from '../migration.ts';

/** Sessions that can be listed, and ended one by one. */
export const sessions: Migration = {
  name: '0015-sessions',
  async up(run) {
    await run(`
      create table sessions (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null references users (id) on delete cascade,
        in_browser boolean not null,
        user_agent varchar(300) not null,
        address_range varchar(50) not null,
        created_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null
      );
      create index sessions_user_id on sessions (user_id, last_seen_at);
      create index sessions_expires_at on sessions (expires_at);
    `);
  },
  async down(run) {
    await run('drop table sessions;');
  },
};
