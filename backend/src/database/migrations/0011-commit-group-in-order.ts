import type { Migration } from '../migration.ts';

/**
 * `commit_group_v2` does what `commit_group_v1` does, with the same arguments, at two thirds of its cost when no gauge is set: the totals
 * are not locked by a statement of their own first. Their order of locking comes from the plan instead: with joins by hash and by merge
 * and sequential scans off, the increments, which are sorted by slot, drive a nested loop over the primary key, and rows are locked as it
 * meets them. The settings belong to the function, so they hold behind a connection pooler, too. Where gauges are set, all totals are
 * still locked first, because the clock that decides between their values must be read under the locks.
 *
 * `commit_group_v1` stays for the release before this one, which may still run beside it.
 */
export const commitGroupInOrder: Migration = {
  name: '0011-commit-group-in-order',
  async up(run) {
    await run(`
      create function commit_group_v2(
        ledger_tenants uuid[], ledger_batches text[], ledger_accepted integer[],
        add_slots bigint[], add_values double precision[],
        set_slots bigint[], set_values double precision[], set_at_ms double precision[], set_age_ms double precision[],
        set_after double precision[], set_all double precision[],
        sketch_slots bigint[], sketch_buckets integer[], sketch_counts bigint[],
        version_tenants uuid[],
        rejection_tenants uuid[], rejection_configs uuid[], rejection_codes text[], rejection_counts bigint[], rejection_examples text[]
      ) returns void language plpgsql
        set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
      as $function$
      declare
        touched bigint;
        wanted bigint;
        clock timestamptz;
      begin
        if cardinality(ledger_tenants) > 0 then
          insert into batch_ledger (tenant_id, batch_id, accepted)
          select * from unnest(ledger_tenants, ledger_batches, ledger_accepted);
        end if;

        if cardinality(set_slots) > 0 then
          perform 1 from totals where slot = any (add_slots || set_slots) order by slot for update;
        end if;
        clock := clock_timestamp();

        if cardinality(add_slots) > 0 then
          update totals t set value = t.value + d.increment, updated_at = clock
          from unnest(add_slots, add_values) as d (slot, increment)
          where t.slot = d.slot;
          get diagnostics touched = row_count;
          if touched <> cardinality(add_slots) then
            raise exception 'a series is gone' using errcode = 'UV001';
          end if;
        end if;

        if cardinality(set_slots) > 0 then
          update totals t
          set value = case when t.set_at is null or d.at >= least(t.set_at, clock) then d.value + d.after else t.value + d.moves end,
              set_at = case when t.set_at is null or d.at >= least(t.set_at, clock) then d.at else t.set_at end,
              updated_at = clock
          from (
            select distinct on (c.slot) c.slot, c.value, c.after, c.moves, c.at
            from (
              select s.slot, s.value, s.after, s.moves, s.position,
                     least(coalesce(to_timestamp(s.at_ms / 1000), clock - s.age_ms * interval '1 millisecond'), clock) as at
              from unnest(set_slots, set_values, set_at_ms, set_age_ms, set_after, set_all)
                   with ordinality as s (slot, value, at_ms, age_ms, after, moves, position)
            ) c
            order by c.slot, c.at desc, c.position desc
          ) d
          where t.slot = d.slot;
          get diagnostics touched = row_count;
          select count(distinct s) into wanted from unnest(set_slots) s;
          if touched <> wanted then
            raise exception 'a series is gone' using errcode = 'UV001';
          end if;
        end if;

        -- The totals of these series are locked by the update above, so nobody else is at their sketches.
        if cardinality(sketch_slots) > 0 then
          insert into summary_sketches as k (first_slot, window_start, bucket, count)
          select d.slot, to_timestamp(floor(extract(epoch from clock) / 120) * 120), d.bucket, d.count
          from unnest(sketch_slots, sketch_buckets, sketch_counts) as d (slot, bucket, count)
          on conflict (first_slot, window_start, bucket) do update set count = k.count + excluded.count;
        end if;

        if cardinality(version_tenants) > 0 then
          insert into tenant_versions as v (tenant_id, version)
          select tenant, 1 from unnest(version_tenants) as tenant
          on conflict (tenant_id) do update set version = v.version + 1;
        end if;

        if cardinality(rejection_tenants) > 0 then
          insert into rejections as r (tenant_id, metric_config_id, code, count, last_at, example)
          select d.tenant, d.config, d.code, d.count, clock_timestamp(), d.example
          from unnest(rejection_tenants, rejection_configs, rejection_codes, rejection_counts, rejection_examples)
               as d (tenant, config, code, count, example)
          on conflict (tenant_id, metric_config_id, code)
          do update set count = r.count + excluded.count, last_at = excluded.last_at, example = excluded.example;
        end if;
      end
      $function$;
    `);
  },
  async down(run) {
    await run('drop function commit_group_v2;');
  },
};
