import type pg from 'pg';
import type { MetricType } from '../../contract/metricTypes.ts';
import type { Logger } from '../../logger.ts';
import { labelNameFault } from '../../metric/labels.ts';
import { metricNameFault } from '../../metric/metricNames.ts';
import type { WireSample } from './sample.ts';

/** Why a sample found no metric. */
export type UnknownCode = 'unknown_metric' | 'metric_deleted';

/**
 * Notes the names that samples had and no metric has, for their owner to create the metric or to find the typing error. Lazily: how
 * many samples were refused is counted exactly, with the commit; what this adds may lose the last second of a process that is killed.
 */
export interface UnknownNames {
  note(tenantId: string, code: UnknownCode, sample: WireSample): void;
  /** Writes what has been noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const flushEveryMs = 1_000;
/** Names of one account that are kept; samples of all others are counted together, under the empty name. */
export const maxUnknownNames = 100;
/** Accounts of which names are noted between two flushes. With a kilobyte a name at most, that is 5 MiB. */
const maxTenants = 50;
/** Of the labels of one name together; further ones are left out. */
const maxLabelChars = 500;

interface Noted {
  readonly tenantId: string;
  readonly name: string;
  readonly code: UnknownCode;
  readonly type: MetricType | undefined;
  readonly labels: readonly string[];
  readonly count: number;
}

export function createUnknownNames(deps: { pool: pg.Pool; logger: Logger }): UnknownNames {
  let noted = new Map<string, Map<string, Noted>>();

  function note(tenantId: string, code: UnknownCode, sample: WireSample): void {
    const type = sample.type;
    const names = noted.get(tenantId) ?? new Map<string, Noted>();
    if (names.size === 0) {
      if (noted.size >= maxTenants) return;
      noted.set(tenantId, names);
    }
    const isPossible = metricNameFault(sample.name, type ?? 'counter') === undefined;
    const fits = names.has(sample.name) || names.size < maxUnknownNames;
    const isNamed = isPossible && fits;
    const name = isNamed ? sample.name : '';
    const count = (names.get(name)?.count ?? 0) + 1;
    const labels = isNamed ? labelNames(sample) : [];
    names.set(name, { tenantId, name, code, type: isNamed ? type : undefined, labels, count });
  }

  async function flush(): Promise<void> {
    if (noted.size === 0) return;
    const rows = [...noted.values()].flatMap((names) => [...names.values()]);
    noted = new Map();
    try {
      await deps.pool.query(upsert, [
        rows.map(({ tenantId }) => tenantId),
        rows.map(({ name }) => name),
        rows.map(({ code }) => code),
        rows.map(({ type }) => type ?? null),
        rows.map(({ labels }) => labels.join(' ')),
        rows.map(({ count }) => count),
        maxUnknownNames,
      ]);
    } catch (error) {
      deps.logger.warn('names of refused samples were not noted', { error });
    }
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    note,
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Those that a metric can have. */
function labelNames({ labels = {} }: WireSample): string[] {
  let chars = 0;
  return Object.keys(labels).filter((name) => {
    if (labelNameFault(name) !== undefined) return false;
    chars += name.length;
    return chars <= maxLabelChars;
  });
}

/** Sorted, so that replicas do not block each other. A label name has no blank in it. */
const upsert = `
  with given as (
    select g.*, exists (select 1 from unknown_metrics u where u.tenant_id = g.tenant and u.name = g.name) as known
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
         as g (tenant, name, code, type, labels, count)
    where exists (select 1 from users where id = g.tenant)
  ), placed as (
    select g.*, known or row_number() over (partition by tenant, known order by name)
           + (select count(*) from unknown_metrics u where u.tenant_id = g.tenant and u.name <> '') <= $7 as fits
    from given g
  ), summed as (
    select tenant, case when fits then name else '' end as name, max(code) as code,
           max(type) filter (where fits) as type, coalesce(max(labels) filter (where fits), '') as labels, sum(count) as count
    from placed group by 1, 2
  )
  insert into unknown_metrics as u (tenant_id, name, code, metric_type, labels, count, last_at)
  select tenant, name, code, type::metric_type, string_to_array(labels, ' '), count, now()
  from summed order by tenant, name
  on conflict (tenant_id, name) do update set count = u.count + excluded.count, last_at = excluded.last_at, code = excluded.code,
    metric_type = coalesce(excluded.metric_type, u.metric_type), labels = excluded.labels`;
