import type { Migration } from '../migration.ts';

/**
 * Series and their running totals, the ledger of batches, what has been pushed where, and what was refused. A series owns the
 * totals `first_slot … first_slot + slot_count - 1`. `push_state` has no foreign key: it outlives its tenant until the gateway's
 * group is gone.
 */
export const totals: Migration = {
  name: '0002-totals',
  async up(run) {
    await run(`
      create table slot_allocator (
        only_row boolean primary key default true check (only_row),
        next_slot bigint not null
      );
      insert into slot_allocator (next_slot) values (1);

      create table series (
        id bigint generated always as identity primary key,
        tenant_id uuid not null,
        metric_config_id uuid not null references metric_configs (id) on delete cascade,
        label_hash bytea not null,
        labels jsonb not null,
        is_overflow boolean not null default false,
        first_slot bigint not null unique,
        slot_count integer not null check (slot_count > 0),
        exported_series integer not null,
        zero_pushed_at timestamptz,
        zero_gateway_start text,
        promoted_at timestamptz,
        created_at timestamptz not null default now(),
        unique (metric_config_id, label_hash)
      );
      create index series_tenant_id on series (tenant_id);
      create index series_unpromoted on series (tenant_id) where promoted_at is null;

      create table totals (
        slot bigint primary key,
        value double precision not null default 0 check (abs(value) <= 9007199254740992),
        updated_at timestamptz,
        set_at timestamptz
      ) with (fillfactor = 50);

      create table summary_sketches (
        first_slot bigint not null,
        window_start timestamptz not null,
        bucket integer not null,
        count bigint not null,
        primary key (first_slot, window_start, bucket)
      ) with (fillfactor = 50);
      create index summary_sketches_window_start on summary_sketches (window_start);

      create table batch_ledger (
        tenant_id uuid not null,
        batch_id varchar(255) not null,
        accepted integer not null,
        created_at timestamptz not null default now(),
        primary key (tenant_id, batch_id)
      );
      create index batch_ledger_created_at on batch_ledger using brin (created_at);

      create table tenant_versions (
        tenant_id uuid primary key,
        version bigint not null
      ) with (fillfactor = 50);

      create table push_state (
        tenant_id uuid primary key,
        gateway_url text,
        pushed_version bigint,
        gateway_start text,
        pushed_at timestamptz,
        due_at timestamptz,
        owner uuid,
        lease_until timestamptz
      ) with (fillfactor = 50);

      create table rejections (
        tenant_id uuid not null,
        metric_config_id uuid not null,
        code varchar(64) not null,
        count bigint not null,
        last_at timestamptz not null,
        example text not null,
        primary key (tenant_id, metric_config_id, code)
      ) with (fillfactor = 50);
    `);
  },
  async down(run) {
    await run(
      'drop table rejections; drop table summary_sketches; drop table push_state; drop table tenant_versions; drop table batch_ledger; drop table totals; drop table series; drop table slot_allocator;',
    );
  },
};
