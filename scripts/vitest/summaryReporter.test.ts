import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../provision/runCommand.ts';
import { rootDir } from '../stack/rootDir.ts';
import { provisionForTests } from './provisionForTests.ts';
import { SUMMARY_FILE_VARIABLE } from './summaryReporter.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-summary-'));
  symlinkSync(join(rootDir, 'node_modules'), join(directory, 'node_modules'));
  const reporter = JSON.stringify(join(rootDir, 'scripts/vitest/summaryReporter.ts'));
  write(
    'vitest.config.ts',
    `import { SummaryReporter } from ${reporter};
    export default { test: { reporters: ['default', new SummaryReporter()] } };`,
  );
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

/** The last line of a run of the files written, and whether it passed. */
async function lastLine(): Promise<{ passed: boolean; line: string | undefined }> {
  const vitest = join(rootDir, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, [SUMMARY_FILE_VARIABLE]: '' };
  let output = '';
  const onOutput = (chunk: string) => {
    output += chunk;
  };
  const passed = await runCommand(process.execPath, [vitest, 'run'], { cwd: directory, env, onOutput }).then(
    () => true,
    () => false,
  );
  const lines = output.trimEnd().split('\n');
  return { passed, line: lines.findLast((line) => line.startsWith('tests: ')) };
}

describe('the last line of a run', () => {
  it('counts what passed, failed and was skipped', async () => {
    write(
      'a.test.ts',
      `import { it } from 'vitest';
      it('passes', () => {}); it('fails', () => { throw new Error('no'); }); it.skip('skips', () => {}); it.todo('later');`,
    );
    expect(await lastLine()).toEqual({ passed: false, line: 'tests: 1 passed, 1 failed, 2 skipped' });
  });

  it('counts a file that cannot be loaded and an error outside of tests as failures', async () => {
    write('a.test.ts', `import './nowhere.ts';`);
    write(
      'b.test.ts',
      `import { it } from 'vitest'; it('passes', () => { setTimeout(() => { throw new Error('late'); }); });
      it('waits', () => new Promise((resolve) => setTimeout(resolve, 100)));`,
    );
    expect(await lastLine()).toEqual({ passed: false, line: 'tests: 2 passed, 2 failed, 0 skipped' });
  });
});

describe('provisionForTests', () => {
  const wrong = { ...process.env, PROMTOOL_BIN: '/nowhere' };
  it('fails on a missing tool when CI is set, and only then', async () => {
    await expect(provisionForTests(() => {}, { ...wrong, CI: '1' })).rejects.toThrow(
      /promtool: PROMTOOL_BIN=\/nowhere/,
    );
    const { tools } = await provisionForTests(() => {}, { ...wrong, CI: '' });
    expect(tools.promtool.available).toBe(false);
  });
});
