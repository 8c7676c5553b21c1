import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatSpread } from './statistics.ts';
import type { ThroughputRow } from './throughput.ts';

const resultsFile = fileURLToPath(new URL('../results/ingest.json', import.meta.url));

/** The machine beside which the figures stand. */
export function describeMachine(postgresVersion: string) {
  return {
    processors: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    postgres: postgresVersion,
    date: new Date().toISOString().slice(0, 10),
  };
}

export function printThroughput(title: string, rows: readonly ThroughputRow[]): void {
  console.log(`\n${title}`);
  for (const row of rows) {
    const figures = [
      `${formatSpread(row.requestsPerSecond, 0)} requests/s`,
      `ratio ${formatSpread(row.ratio, 2)}`,
      `server ${formatSpread(row.serverCpuUs, 0)} µs`,
      `Postgres ${formatSpread(row.postgresCpuUs, 0)} µs`,
      `p50 ${formatSpread(row.p50Ms, 1)} ms`,
      `p99 ${formatSpread(row.p99Ms, 1)} ms`,
    ];
    console.log(`  ${row.name.padEnd(26)} ${figures.join(', ')}`);
  }
}

export function writeResults(results: object): void {
  mkdirSync(dirname(resultsFile), { recursive: true });
  const rounded = JSON.stringify(
    results,
    (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
    2,
  );
  writeFileSync(resultsFile, `${rounded}\n`);
  console.log(`\nwritten to ${resultsFile}`);
}
