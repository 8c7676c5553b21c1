import type pg from 'pg';

/** How full the gateways are. One that exports more than a scrape may bring would fail that scrape for all its tenants. */
export interface GatewayLoad {
  /** Series that may still be created for a tenant on the gateway that holds it, or will. */
  roomFor(tenantId: string): Promise<number>;
  /** Series were created for a tenant since the last look. */
  added(tenantId: string, exportedSeries: number): void;
}

/** Four fifths of `sample_limit` in prometheus.yml; the rest is for what replicas create between two looks, and for the gateway's own. */
export const maxSeriesPerGateway = 400_000;

const lookEveryMs = 10_000;

/** Sums are read every ten seconds at most, and kept up to date with what this process creates in between. */
export function createGatewayLoad(deps: {
  pool: pg.Pool;
  /** Where a tenant goes that no gateway holds yet; undefined when there is no gateway. */
  gatewayOf: (tenantId: string) => string | undefined;
  maxPerGateway?: number;
}): GatewayLoad {
  const { pool, gatewayOf, maxPerGateway = maxSeriesPerGateway } = deps;
  let loads = new Map<string, number>();
  let homes = new Map<string, string>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    // Per tenant first: joining every series would be slow on connections that may not use hash joins.
    const { rows } = await pool.query<{ tenantId: string; gatewayUrl: string | null; load: number }>(
      `select s.tenant_id as "tenantId", p.gateway_url as "gatewayUrl", s.load
       from (select tenant_id, sum(exported_series)::double precision as load from series group by tenant_id) s
       left join push_state p on p.tenant_id = s.tenant_id`,
    );
    loads = new Map();
    homes = new Map();
    for (const { tenantId, gatewayUrl, load } of rows) {
      if (gatewayUrl !== null) homes.set(tenantId, gatewayUrl);
      add(tenantId, load);
    }
    lookedAtMs = performance.now();
  }

  function add(tenantId: string, exportedSeries: number): void {
    const url = homes.get(tenantId) ?? gatewayOf(tenantId);
    if (url !== undefined) loads.set(url, (loads.get(url) ?? 0) + exportedSeries);
  }

  return {
    async roomFor(tenantId) {
      if (performance.now() - lookedAtMs > lookEveryMs) {
        looking ??= look().finally(() => {
          looking = undefined;
        });
        await looking;
      }
      const url = homes.get(tenantId) ?? gatewayOf(tenantId);
      return url === undefined ? Number.POSITIVE_INFINITY : Math.max(0, maxPerGateway - (loads.get(url) ?? 0));
    },
    added: add,
  };
}
