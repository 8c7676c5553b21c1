import type { Migration } from '../migration.ts';

/** Accounts, their API keys and their metric configurations. */
export const accounts: Migration = {
  name: '0001-accounts',
  async up(run) {
    await run(`
      create type metric_type as enum ('counter', 'gauge', 'histogram', 'summary');

      create table users (
        id uuid primary key default gen_random_uuid(),
        email varchar(254) not null unique,
        password varchar(255) not null,
        first_name varchar(100) not null,
        last_name varchar(100) not null,
        is_active boolean not null default true,
        is_operator boolean not null default false,
        token_version integer not null default 1,
        last_login_at timestamptz,
        deleted_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create table api_keys (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null references users (id) on delete cascade,
        key_name varchar(100) not null,
        api_key varchar(64) not null unique,
        api_secret char(64) not null,
        secret_last4 char(4) not null,
        previous_secret char(64),
        previous_secret_expires_at timestamptz,
        previous_secret_last_used_at timestamptz,
        allowed_origins text[] not null default '{}',
        is_active boolean not null default true,
        last_used_at timestamptz,
        expires_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index api_keys_user_id on api_keys (user_id, created_at);

      create table metric_configs (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null references users (id) on delete cascade,
        name varchar(100) not null,
        description text,
        metric_name varchar(200) not null,
        exported_name varchar(206) not null,
        metric_type metric_type not null,
        labels jsonb not null default '{}',
        auto_track boolean not null default false,
        tracking_events text[] not null default '{}',
        buckets double precision[],
        quantiles double precision[],
        max_series integer not null default 1000,
        token_version integer not null default 1,
        previous_token_expires_at timestamptz,
        is_active boolean not null default true,
        deleted_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index metric_configs_exported_name on metric_configs (user_id, exported_name) where deleted_at is null;
      create index metric_configs_user_id on metric_configs (user_id, created_at);
    `);
  },
  async down(run) {
    await run('drop table metric_configs; drop table api_keys; drop table users; drop type metric_type;');
  },
};
