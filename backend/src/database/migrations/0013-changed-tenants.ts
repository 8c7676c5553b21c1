import type { Migration } from '../migration.ts';

/**
 * Finding the tenants that are due costs what has changed, not what exists.
 *
 * - `tenant_versions.changed_at`: since when totals wait for a push; null when the gateway shows them all. A trigger sets it, so that it
 *   is right for every writer, the release before this one among them. When a version is gone, with its account, the tenant is due.
 * - `claim_due_v1` asks one index for each reason that makes a tenant due, and brings the settings of its plan with it: planned while
 *   the tables are small, it would go on reading all of them.
 */
export const changedTenants: Migration = {
  name: '0013-changed-tenants',
  async up(run) {
    await run(`
      alter table tenant_versions add column changed_at timestamptz;
      update tenant_versions v set changed_at = clock_timestamp()
      where not exists (select 1 from push_state ps where ps.tenant_id = v.tenant_id and ps.pushed_version = v.version);
      create index tenant_versions_changed on tenant_versions (changed_at) where changed_at is not null;

      create function note_change() returns trigger language plpgsql as $function$
      begin
        new.changed_at := coalesce(new.changed_at, clock_timestamp());
        return new;
      end
      $function$;
      create trigger tenant_created before insert on tenant_versions for each row execute function note_change();
      create trigger tenant_changed before update on tenant_versions
        for each row when (new.version is distinct from old.version) execute function note_change();

      create function note_removal() returns trigger language plpgsql as $function$
      begin
        update push_state set due_at = clock_timestamp() where tenant_id = old.tenant_id;
        return null;
      end
      $function$;
      create trigger tenant_removed after delete on tenant_versions for each row execute function note_removal();

      create index push_state_due on push_state (due_at) where due_at is not null;
      create index push_state_pushed on push_state (pushed_at);
      create index push_state_lease on push_state (lease_until) where lease_until is not null;
      create index push_state_gateway on push_state (gateway_url, gateway_start);

      create function claim_due_v1(
        new_owner uuid, lease_ms double precision, reachable_urls text[], reachable_starts text[], listed_urls text[],
        at_most integer, round_ms double precision
      ) returns table (tenant_id uuid, gateway_url text, uncertain boolean) language plpgsql
        set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
      as $function$
      declare
        clock timestamptz := clock_timestamp();
        round_started_at timestamptz := clock - round_ms * interval '1 millisecond';
        reachable_departed text[] := array(select url from unnest(reachable_urls) as url where url <> all (listed_urls));
      begin
        return query
        with changed as (
          select v.tenant_id from tenant_versions v join push_state ps on ps.tenant_id = v.tenant_id
          where v.changed_at is not null and v.version is distinct from ps.pushed_version
            and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
            and (ps.gateway_url is null or ps.gateway_url = any (reachable_urls))
          order by v.changed_at limit at_most
        ), never_pushed as (
          select ps.tenant_id from push_state ps
          where ps.pushed_at is null and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.gateway_url is null or ps.gateway_url = any (reachable_urls))
          limit at_most
        ), asked as (
          select ps.tenant_id from push_state ps
          where ps.due_at <= clock and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
            and (ps.gateway_url is null or ps.gateway_url = any (reachable_urls))
          order by ps.due_at limit at_most
        ), long_ago as (
          select ps.tenant_id from push_state ps
          where ps.pushed_at < clock - interval '10 minutes' and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.gateway_url is null or ps.gateway_url = any (reachable_urls))
          order by ps.pushed_at limit at_most
        ), in_the_future as (
          -- The clock was set back.
          select ps.tenant_id from push_state ps
          where ps.pushed_at > clock and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.gateway_url is null or ps.gateway_url = any (reachable_urls))
          limit at_most
        ), restarted as (
          select one.tenant_id
          from unnest(reachable_urls, reachable_starts) as r (url, start)
          cross join lateral (
            (select ps.tenant_id from push_state ps
             where ps.gateway_url = r.url and ps.gateway_start < r.start and (ps.lease_until is null or ps.lease_until < clock)
               and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
             limit at_most)
            union all
            (select ps.tenant_id from push_state ps
             where ps.gateway_url = r.url and ps.gateway_start > r.start and (ps.lease_until is null or ps.lease_until < clock)
               and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
             limit at_most)
            union all
            (select ps.tenant_id from push_state ps
             where ps.gateway_url = r.url and ps.gateway_start is null and (ps.lease_until is null or ps.lease_until < clock)
               and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
             limit at_most)
          ) one
        ), departed as (
          select ps.tenant_id from push_state ps
          where ps.gateway_url = any (reachable_departed) and (ps.lease_until is null or ps.lease_until < clock)
            and (ps.pushed_at is null or ps.pushed_at not between round_started_at and clock)
          limit at_most
        ), candidates as (
          select * from changed union select * from never_pushed union select * from asked union select * from long_ago
          union select * from in_the_future union select * from restarted union select * from departed
        ), due as (
          select ps.tenant_id, ps.owner is not null as uncertain
          from candidates c join push_state ps on ps.tenant_id = c.tenant_id
          where ps.lease_until is null or ps.lease_until < clock
          order by ps.pushed_at nulls first
          limit at_most
          for update of ps skip locked
        )
        update push_state ps
        set owner = new_owner, lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
        from due where ps.tenant_id = due.tenant_id
        returning ps.tenant_id, ps.gateway_url::text, due.uncertain;
      end
      $function$;
    `);
  },
  async down(run) {
    await run(`
      drop function claim_due_v1;
      drop index push_state_due; drop index push_state_pushed; drop index push_state_lease; drop index push_state_gateway;
      drop trigger tenant_removed on tenant_versions;
      drop trigger tenant_changed on tenant_versions;
      drop trigger tenant_created on tenant_versions;
      drop function note_change;
      drop function note_removal;
      alter table tenant_versions drop column changed_at;
    `);
  },
};
