import type { Migration } from '../migration.ts';

/** Samples of robots that were left out, by API key and hour, and which keys count them all the same. */
export const robots: Migration = {
  name: '0019-robots',
  async up(run) {
    await run(`
      alter table api_keys add column count_robots boolean not null default false;
      create table robot_samples (
        api_key_id uuid not null references api_keys (id) on delete cascade,
        hour timestamptz not null,
        count bigint not null,
        primary key (api_key_id, hour)
      );
      create index robot_samples_hour on robot_samples (hour);
    `);
  },
  async down(run) {
    await run(`
      drop table robot_samples;
      alter table api_keys drop column count_robots;
    `);
  },
};
