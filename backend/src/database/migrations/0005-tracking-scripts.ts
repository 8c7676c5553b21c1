import type { Migration } from '../migration.ts';

/** How a configuration's script behaves, and the scripts that pages name by their digest. */
export const trackingScripts: Migration = {
  name: '0005-tracking-scripts',
  async up(run) {
    await run(`
      alter table metric_configs add column script_options jsonb not null default '{}';

      create table pinned_scripts (
        version char(43) primary key,
        metric_config_id uuid not null references metric_configs (id) on delete cascade,
        token_version integer not null,
        code text not null,
        created_at timestamptz not null default now()
      );
      create index pinned_scripts_metric_config_id on pinned_scripts (metric_config_id);
    `);
  },
  async down(run) {
    await run('drop table pinned_scripts; alter table metric_configs drop column script_options;');
  },
};
