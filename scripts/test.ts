import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootDir } from './stack/rootDir.ts';
import { describeTools } from './vitest/describeTools.ts';
import { describeMissing, provisionForTests } from './vitest/provisionForTests.ts';
import { run } from './vitest/run.ts';
import { formatSummary, type Summary } from './vitest/summary.ts';
import { SUMMARY_FILE_VARIABLE } from './vitest/summaryReporter.ts';

/*
 * npm test: check, build, tools, tests. With arguments only the tests, which are given to vitest
 * (`npm test -- backend/src/api`, `npm test -- -t "shows the secret once"`). The last line is always
 * `tests: N passed, N failed, N skipped`; the exit code is 0 only when every step and every test passed.
 */
const nothingRan: Summary = { passed: 0, failed: 0, skipped: 0 };
const scratch = mkdtempSync(join(tmpdir(), 'uvp-test-run-'));
// The children get a Ctrl-C from the terminal themselves; wait for them to clean up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

const { summary, notes, code } = await runAll(process.argv.slice(2));
rmSync(scratch, { recursive: true, force: true });
for (const note of notes) console.log(note);
console.log(formatSummary(summary));
process.exitCode = code;

async function runAll(args: string[]): Promise<{ summary: Summary; notes: string[]; code: number }> {
  if (args.length === 0) {
    for (const script of ['check', 'build']) {
      announce(`npm run ${script}`);
      const failed = await run('npm', ['run', '--silent', script]);
      if (failed !== 0) return { summary: nothingRan, notes: [`npm run ${script} failed: no test was run`], code: 1 };
    }
  }
  announce('tools');
  let notes: string[];
  try {
    const { tools } = await provisionForTests((line) => console.log(line));
    for (const line of describeTools(tools)) console.log(line);
    notes = describeMissing(tools).map((line) => `skipped what needs ${line}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { summary: nothingRan, notes: [reason, 'no test was run'], code: 1 };
  }
  announce('tests');
  const file = join(scratch, 'summary.json');
  const vitest = join(rootDir, 'node_modules/vitest/vitest.mjs');
  const code = await run(process.execPath, [vitest, 'run', ...args], { [SUMMARY_FILE_VARIABLE]: file });
  const summary = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Summary) : nothingRan;
  return { summary, notes, code: summary.failed > 0 ? 1 : code };
}

function announce(step: string): void {
  console.log(`\n=== ${step}`);
}
