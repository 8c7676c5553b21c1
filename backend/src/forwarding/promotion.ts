import type pg from 'pg';
import type { AskLastScrape, LastScrape } from './scrapeWatch.ts';

/** Without a Prometheus to ask a zero is shown this long before its total follows. */
const unaskedMs = 60_000;
/**
 * The same where Prometheus answers and does not know the gateway, and for so long it must have answered thus: under another job name it
 * never will know it, and one that was started a moment ago does within a scrape interval, which is five minutes at most.
 */
const unknownMs = 600_000;

/**
 * Promotes, for ever, the tenant's series whose zero has been seen: the same gateway process has shown it for `zeroForMs` (a scrape
 * interval and a second), and Prometheus has scraped after it came. A counter whose first sample is not 0 has no increase. While Prometheus
 * does not answer, or fails to scrape, that can take any time: any bound would be a length of outage from which on first values are lost.
 * Nobody sees a graph meanwhile, and the totals are in Postgres.
 * @param gatewayProcess url and start time of the gateway as it is now
 */
export async function promoteSeen(
  pool: pg.Pool,
  tenantId: string,
  gatewayUrl: string,
  gatewayProcess: string,
  zeroForMs: number,
  askLastScrape: AskLastScrape,
): Promise<void> {
  // Ages are taken before Prometheus is asked: the time in between makes the comparison stricter, never looser.
  const { rows } = await pool.query<{ id: string; shownMs: number }>({
    name: 'zeros_shown',
    text: `select id, extract(epoch from clock_timestamp() - zero_pushed_at)::double precision * 1000 as "shownMs"
           from series
           where tenant_id = $1 and promoted_at is null and zero_gateway_start = $2
             and zero_pushed_at <= clock_timestamp() - $3 * interval '1 millisecond'`,
    values: [tenantId, gatewayProcess, zeroForMs],
  });
  if (rows.length === 0) return;
  const scrape = await askLastScrape(gatewayUrl);
  const seen = rows.filter(({ shownMs }) => wasSeen(scrape, shownMs));
  if (seen.length === 0) return;
  await pool.query(
    'update series set promoted_at = clock_timestamp() where id = any ($1::bigint[]) and promoted_at is null',
    [seen.map((row) => row.id)],
  );
}

/** @param shownMs how long the gateway has shown the zero */
function wasSeen(scrape: LastScrape, shownMs: number): boolean {
  switch (scrape.kind) {
    case 'scraped':
      return scrape.ageSeconds * 1000 < shownMs;
    case 'failing':
    case 'unanswered':
      return false;
    case 'unknown':
      return Math.min(shownMs, scrape.forMs) >= unknownMs;
    case 'not_configured':
      return shownMs >= unaskedMs;
  }
}
