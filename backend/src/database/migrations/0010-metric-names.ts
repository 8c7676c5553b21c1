import type { Migration } from '../migration.ts';

/**
 * Which names make a metric and which do not: names of deleted metrics, which are not created from samples for a day; names that samples
 * had and no metric has; and whether a key may create metrics. Keys that exist already go on creating them, new ones do not.
 */
export const metricNames: Migration = {
  name: '0010-metric-names',
  async up(run) {
    await run(`
      create table deleted_metric_names (
        tenant_id uuid not null references users (id) on delete cascade,
        exported_name varchar(206) not null,
        metric_name varchar(200) not null,
        metric_type metric_type not null,
        deleted_at timestamptz not null,
        primary key (tenant_id, exported_name)
      );
      create index deleted_metric_names_deleted_at on deleted_metric_names (deleted_at);

      create table unknown_metrics (
        tenant_id uuid not null references users (id) on delete cascade,
        name varchar(206) not null,
        code varchar(64) not null,
        metric_type metric_type,
        labels text[] not null,
        count bigint not null,
        last_at timestamptz not null,
        primary key (tenant_id, name)
      );

      alter table api_keys add column creates_metrics boolean not null default true;
      alter table api_keys alter column creates_metrics set default false;
    `);
  },
  async down(run) {
    await run(`
      alter table api_keys drop column creates_metrics;
      drop table unknown_metrics;
      drop table deleted_metric_names;
    `);
  },
};
