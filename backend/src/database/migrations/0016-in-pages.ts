import type { Migration } from '../migration.ts';

/**
 * Which metrics a page with its site's tag may add to: of those that exist, the ones that a script counts. The default is what a release
 * before this one gives to metrics that it makes from samples of servers.
 */
export const inPages: Migration = {
  name: '0016-in-pages',
  async up(run) {
    await run(`
      alter table metric_configs add column in_pages boolean not null default false;
      update metric_configs set in_pages = true where auto_track or tracking_events <> '{}';
    `);
  },
  async down(run) {
    await run('alter table metric_configs drop column in_pages;');
  },
};
