import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { formatSummary, type Summary } from './summary.ts';

/** A variable that names the file for the counts; the program that sets it prints the last line itself. */
export const SUMMARY_FILE_VARIABLE = 'UVP_TEST_SUMMARY_FILE';

/**
 * Counts the results for the last line of a run, and prints it unless it is asked for as a file. A file that could not
 * be loaded, a failed hook of a whole file and an error outside of any test count as one failure each, so the line
 * never says "0 failed" about a run that failed.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const summary: Summary = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const before = summary.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed') summary[state] += 1;
        else summary.skipped += 1;
      }
      if (module.state() === 'failed' && summary.failed === before) summary.failed += 1;
    }
    const file = process.env[SUMMARY_FILE_VARIABLE];
    if (file) writeFileSync(file, JSON.stringify(summary));
    else process.stdout.write(`${formatSummary(summary)}\n`);
  }
}
