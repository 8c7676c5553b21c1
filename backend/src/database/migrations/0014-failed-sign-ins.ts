import type { Migration } from '../migration.ts';

/** What the owner of an account is told about tries at its password. */
export const failedSignIns: Migration = {
  name: '0014-failed-sign-ins',
  async up(run) {
    await run(`
      alter table users
        add column failed_sign_ins integer not null default 0,
        add column last_failed_sign_in_at timestamptz;
    `);
  },
  async down(run) {
    await run('alter table users drop column failed_sign_ins, drop column last_failed_sign_in_at;');
  },
};
