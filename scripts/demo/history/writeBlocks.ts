import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../../provision/runCommand.ts';
import type { Column } from './pastSeries.ts';

export interface Promtool {
  readonly binary: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** A length of blocks that Prometheus itself makes when it keeps 30 days: 2 h, three times tripled. */
const BLOCK_HOURS = 54;

/**
 * Writes the series as blocks of Prometheus, each into a directory of its own in `directory`.
 * @param labels that all of them have besides their own
 */
export async function writeBlocks(
  columns: readonly Column[],
  labels: Readonly<Record<string, string>>,
  promtool: Promtool,
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const blockOf = (timeSeconds: number) => Math.floor(timeSeconds / 3_600 / BLOCK_HOURS);
  const numbers = new Set(columns.flatMap(({ times }) => times.map(blockOf)));
  const cursors = columns.map(() => 0);
  // While promtool reads one, the next is written.
  let previous: Promise<void> = Promise.resolve();
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const input = join(directory, `${number}.txt`);
    const endSeconds = (number + 1) * BLOCK_HOURS * 3_600;
    const text = Readable.from(openMetrics(columns, labels, cursors, endSeconds));
    await Promise.all([pipeline(text, createWriteStream(input)), previous]);
    previous = createBlock(promtool, input, directory);
  }
  await previous;
  await markAsLate(directory);
}

/**
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md, as much of it as promtool reads back.
 * @param cursors the next sample of each column; moved on past those before `endSeconds`
 */
function* openMetrics(
  columns: readonly Column[],
  labels: Readonly<Record<string, string>>,
  cursors: number[],
  endSeconds: number,
): Generator<string> {
  for (const [index, column] of columns.entries()) {
    const pairs = Object.entries({ ...labels, ...column.labels }).map(
      ([name, value]) => `${name}=${JSON.stringify(value)}`,
    );
    const series = `${column.name}{${pairs.join(',')}}`;
    let text = '';
    let at = cursors[index] ?? 0;
    for (; at < column.times.length && (column.times[at] ?? 0) < endSeconds; at += 1) {
      text += `${series} ${column.values[at]} ${column.times[at]}\n`;
    }
    cursors[index] = at;
    yield text;
  }
  yield '# EOF\n';
}

/** promtool reads its whole input for each block, so it is given the input of one block at a time. */
async function createBlock(promtool: Promtool, input: string, directory: string): Promise<void> {
  const options = ['tsdb', 'create-blocks-from', `--max-block-duration=${BLOCK_HOURS}h`, 'openmetrics', '--quiet'];
  await runCommand(promtool.binary, [...options, input, directory], {
    withinMs: 120_000,
    env: { ...process.env, ...promtool.env },
  });
  await rm(input);
}

/**
 * A Prometheus that has run on its directory before has its last hours in the log only. It would leave out what is older in there than
 * the end of its newest block, unless that block says that its samples came late.
 */
async function markAsLate(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name, 'meta.json');
    const meta = JSON.parse(await readFile(path, 'utf8')) as { compaction: object };
    const compaction = { ...meta.compaction, hints: ['from-out-of-order'] };
    await writeFile(path, JSON.stringify({ ...meta, compaction }, null, '\t'));
  }
}
