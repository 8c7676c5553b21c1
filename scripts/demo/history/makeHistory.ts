import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type DemoAccount, deleteDemoAccount, openDemoAccount } from '../demoAccount.ts';
import { historyTimes } from './historyTimes.ts';
import type { PastSeries } from './pastSeries.ts';
import { sendTotals } from './sendTotals.ts';
import { SEED, simulate } from './simulate.ts';
import { type Promtool, writeBlocks } from './writeBlocks.ts';

export interface HistoryOptions {
  /** An API that forwards nothing to a Pushgateway. */
  readonly apiUrl: string;
  /** Its database. */
  readonly databaseUrl: string;
  /** Of the account. */
  readonly password: string;
  readonly promtool: Promtool;
  /** Where Prometheus keeps its blocks; it must not run. */
  readonly seriesDir: string;
  /** For unfinished work, on the same file system; it is there only meanwhile, and after a crash. */
  readonly workDir: string;
  readonly days: number;
  readonly endSeconds: number;
}

export interface History {
  readonly tenantId: string;
  readonly beginSeconds: number;
  readonly endSeconds: number;
  readonly samples: number;
}

/** What was observed since then is still in the quantiles of a summary at the end. */
const RECENT_MS = 8 * 60_000;

/**
 * Gives a new account a past: its totals in Postgres, and blocks of Prometheus that end with the same totals. Undefined when there is an
 * account already, which stays as it is.
 */
export async function makeHistory(options: HistoryOptions): Promise<History | undefined> {
  const { apiUrl, password, workDir, endSeconds } = options;
  // An earlier run was interrupted. It had made the account, and nobody has used it since.
  if (existsSync(workDir)) await deleteDemoAccount(apiUrl, password);
  await rm(workDir, { recursive: true, force: true });
  const account = await openDemoAccount(apiUrl, password);
  if (!account.isNew) return undefined;
  await mkdir(workDir, { recursive: true });

  const times = historyTimes(endSeconds, options.days);
  const series = await simulate(account.metrics, times, SEED);
  const columns = series.flatMap((one) => one.columns());
  const labels = { job: 'uvp', tenant: account.tenantId };
  const blocksDir = join(workDir, 'blocks');
  await Promise.all([writeBlocks(columns, labels, options.promtool, blocksDir), storeTotals(options, account, series)]);
  await mkdir(options.seriesDir, { recursive: true });
  for (const name of await readdir(blocksDir)) await rename(join(blocksDir, name), join(options.seriesDir, name));
  await rm(workDir, { recursive: true });
  return {
    tenantId: account.tenantId,
    beginSeconds: times[0] ?? endSeconds,
    endSeconds,
    samples: columns.reduce((sum, column) => sum + column.times.length, 0),
  };
}

/**
 * Sends the samples as the shop would have. Two things would be told otherwise by samples of a month that arrive in a moment: the
 * quantiles of the last minutes would be those of the month, and new series would be shown as 0 first, which Prometheus, who knows their
 * totals, would take for a fall.
 */
async function storeTotals(options: HistoryOptions, account: DemoAccount, all: readonly PastSeries[]): Promise<void> {
  const recentFromMs = options.endSeconds * 1_000 - RECENT_MS;
  const isRecent = (series: PastSeries, atMs: number) => series.metric.metricType === 'summary' && atMs >= recentFromMs;
  const split = (recent: boolean) =>
    all.map((series) => ({
      ...series,
      additions: series.additions.filter(({ atMs }) => isRecent(series, atMs) === recent),
    }));
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    await sendTotals(options.apiUrl, account, split(false));
    await client.query(
      'delete from summary_sketches where first_slot in (select first_slot from series where tenant_id = $1)',
      [account.tenantId],
    );
    await sendTotals(options.apiUrl, account, split(true));
    await client.query(
      'update series set promoted_at = clock_timestamp() where tenant_id = $1 and promoted_at is null',
      [account.tenantId],
    );
  } finally {
    await client.end();
  }
}
