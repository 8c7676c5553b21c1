import type { Migration } from '../migration.ts';

/**
 * Looking series up and creating them costs the same however many there are.
 *
 * `find_series_v1` brings the settings of its plan with it. As a prepared statement it was planned once, while the table was small, and
 * went on reading the whole table for each look-up when that had grown.
 *
 * How many series a configuration has and how many it exports, kept beside the configuration: a creator of series compares them with the
 * caps under locks that it holds anyway, and need not count what exists. Overflow series stand outside. Triggers keep the counts, so
 * that they are right for the release before this one, too, which may still be creating series.
 */
export const seriesAtConstantCost: Migration = {
  name: '0012-series-at-constant-cost',
  async up(run) {
    await run(`
      alter table metric_configs
        add column series_count integer not null default 0,
        add column exported_series integer not null default 0;

      create function count_new_series() returns trigger language plpgsql as $function$
      begin
        update metric_configs c
        set series_count = c.series_count + d.series, exported_series = c.exported_series + d.exported
        from (
          select metric_config_id, count(*) as series, sum(exported_series) as exported
          from changed where not is_overflow group by metric_config_id
        ) d
        where c.id = d.metric_config_id;
        return null;
      end
      $function$;

      create function count_removed_series() returns trigger language plpgsql as $function$
      begin
        update metric_configs c
        set series_count = c.series_count - d.series, exported_series = c.exported_series - d.exported
        from (
          select metric_config_id, count(*) as series, sum(exported_series) as exported
          from changed where not is_overflow group by metric_config_id
        ) d
        where c.id = d.metric_config_id;
        return null;
      end
      $function$;

      create function count_changed_series() returns trigger language plpgsql as $function$
      begin
        update metric_configs set exported_series = exported_series + new.exported_series - old.exported_series
        where id = new.metric_config_id;
        return null;
      end
      $function$;

      create function find_series_v1(
        config_ids uuid[], config_types text[], config_buckets text[], wanted_configs uuid[], wanted_hashes text[]
      ) returns table (config_id uuid, hash text, first_slot bigint) language plpgsql stable
        set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
      as $function$
      begin
        return query
        select s.metric_config_id, d.hash, s.first_slot
        from unnest(config_ids, config_types, config_buckets) as k (config, type, buckets)
        join metric_configs c on c.id = k.config and c.metric_type::text = k.type
          and c.buckets is not distinct from k.buckets::double precision[]
        join unnest(wanted_configs, wanted_hashes) as d (config, hash) on d.config = c.id
        join series s on s.metric_config_id = d.config and s.label_hash = decode(d.hash, 'hex');
      end
      $function$;

      -- Nobody creates a series between the count of those that exist and the triggers.
      lock table series in share row exclusive mode;

      create trigger series_created after insert on series referencing new table as changed
        for each statement execute function count_new_series();
      create trigger series_removed after delete on series referencing old table as changed
        for each statement execute function count_removed_series();
      create trigger series_changed after update of exported_series on series
        for each row when (not new.is_overflow and old.exported_series <> new.exported_series)
        execute function count_changed_series();

      update metric_configs c set series_count = d.series, exported_series = d.exported
      from (
        select metric_config_id, count(*) as series, sum(exported_series) as exported
        from series where not is_overflow group by metric_config_id
      ) d
      where c.id = d.metric_config_id;
    `);
  },
  async down(run) {
    await run(`
      drop function find_series_v1;
      drop trigger series_created on series;
      drop trigger series_removed on series;
      drop trigger series_changed on series;
      drop function count_new_series;
      drop function count_removed_series;
      drop function count_changed_series;
      alter table metric_configs drop column series_count, drop column exported_series;
    `);
  },
};
