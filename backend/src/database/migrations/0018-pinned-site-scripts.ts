import type { Migration } from '../migration.ts';

/** A pinned script is that of one configuration, or that of the website of one API key; it goes with either. */
export const pinnedSiteScripts: Migration = {
  name: '0018-pinned-site-scripts',
  async up(run) {
    await run(`
      alter table pinned_scripts
        alter column metric_config_id drop not null,
        add column api_key_id uuid references api_keys (id) on delete cascade,
        add constraint pinned_scripts_one_owner check (num_nonnulls(metric_config_id, api_key_id) = 1);
      create index pinned_scripts_api_key_id on pinned_scripts (api_key_id);
    `);
  },
  async down(run) {
    await run(`
      delete from pinned_scripts where metric_config_id is null;
      alter table pinned_scripts
        drop constraint pinned_scripts_one_owner,
        drop column api_key_id,
        alter column metric_config_id set not null;
    `);
  },
};
