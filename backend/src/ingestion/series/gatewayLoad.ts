import type pg from 'pg';

/** How full the gateways are. One that exports more than a scrape may bring would fail that scrape for all its tenants. */
export interface GatewayLoad {
  /** Of the gateway that holds a tenant, or will. */
  ofTenant(tenantId: string): Promise<{
    /** Series that may still be created there. */
    room: number;
    /** Tells of series that have been created since. */
    added(exportedSeries: number): void;
  }>;
}

/** Four fifths of `sample_limit` in prometheus.yml; the rest is for what replicas create between two looks, and for the gateway's own. */
export const maxSeriesPerGateway = 400_000;

const lookEveryMs = 10_000;

/**
 * Sums are read every ten seconds at most, and kept up to date with what this process creates in between. One number is kept for each
 * gateway, and nothing for a tenant: where one is, Postgres says when series are created for it.
 */
export function createGatewayLoad(deps: {
  pool: pg.Pool;
  /** Where a tenant goes that no gateway holds yet; undefined when there is no gateway. */
  gatewayOf: (tenantId: string) => string | undefined;
  maxPerGateway?: number;
}): GatewayLoad {
  const { pool, gatewayOf, maxPerGateway = maxSeriesPerGateway } = deps;
  let loads = new Map<string, number>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    // Per tenant first: joining every series would be slow on connections that may not use hash joins. Those that no gateway holds yet come one by one.
    const { rows } = await pool.query<{ gatewayUrl: string | null; tenantId: string | null; load: number }>(
      `select p.gateway_url as "gatewayUrl", case when p.gateway_url is null then s.tenant_id end as "tenantId", sum(s.load) as load
       from (select tenant_id, sum(exported_series)::double precision as load from series group by tenant_id) s
       left join push_state p on p.tenant_id = s.tenant_id group by 1, 2`,
    );
    loads = new Map();
    for (const { gatewayUrl, tenantId, load } of rows) add(gatewayUrl ?? gatewayOf(tenantId ?? ''), load);
    lookedAtMs = performance.now();
  }

  function add(url: string | undefined, exportedSeries: number): void {
    if (url !== undefined) loads.set(url, (loads.get(url) ?? 0) + exportedSeries);
  }

  async function homeOf(tenantId: string): Promise<string | undefined> {
    const { rows } = await pool.query<{ url: string | null }>(
      'select gateway_url as url from push_state where tenant_id = $1',
      [tenantId],
    );
    return rows[0]?.url ?? gatewayOf(tenantId);
  }

  return {
    async ofTenant(tenantId) {
      if (performance.now() - lookedAtMs > lookEveryMs) {
        looking ??= look().finally(() => {
          looking = undefined;
        });
        await looking;
      }
      const url = await homeOf(tenantId);
      const room = url === undefined ? Number.POSITIVE_INFINITY : Math.max(0, maxPerGateway - (loads.get(url) ?? 0));
      return { room, added: (exportedSeries) => add(url, exportedSeries) };
    },
  };
}
