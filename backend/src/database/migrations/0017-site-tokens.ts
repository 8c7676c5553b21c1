import type { Migration } from '../migration.ts';

/** Which version of an API key's site token works, and until when the one before does, too. */
export const siteTokens: Migration = {
  name: '0017-site-tokens',
  async up(run) {
    await run(`
      alter table api_keys
        add column site_token_version integer not null default 1,
        add column previous_site_token_expires_at timestamptz;
    `);
  },
  async down(run) {
    await run(`
      alter table api_keys
        drop column site_token_version,
        drop column previous_site_token_expires_at;
    `);
  },
};
