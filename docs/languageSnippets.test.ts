import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as languages from '../frontend/src/examples/languageExamples.ts';
import { findOnPath } from '../scripts/provision/findBinary.ts';
import { runCommand } from '../scripts/provision/runCommand.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { countOneOfEachType } from './snippets/eachType.ts';
import { startWorld, type World } from './snippets/world.ts';

/** How a program is run. A language that is not on this computer is skipped: nothing is downloaded for it. */
const runs = [
  { make: languages.pythonExample, program: 'python3', file: 'send.py', args: [] },
  { make: languages.goExample, program: 'go', file: 'send.go', args: ['run'] },
  { make: languages.phpExample, program: 'php', file: 'send.php', args: [] },
];

describeWith(['chromium', 'prometheus', 'pushgateway'], 'programs for servers, in the dashboard', () => {
  let world: World;
  let directory: string;

  beforeAll(async () => {
    [world, directory] = await Promise.all([startWorld(), mkdtemp(join(tmpdir(), 'uvp-languages-'))]);
  });
  afterAll(async () => {
    await world.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('each have a way to run', () => {
    expect(runs.map(({ make }) => make)).toEqual(expect.arrayContaining(Object.values(languages)));
  });

  for (const { make, program, file, args } of runs) {
    const isMissing = findOnPath(process.env, [program]) === undefined;
    const title = `${file} counts, whatever a label holds${isMissing ? ` (no ${program} here)` : ''}`;
    it.skipIf(isMissing)(title, async () => {
      const env = { ...world.env, GOCACHE: directory };
      await countOneOfEachType(world, async (metric) => {
        await writeFile(join(directory, file), make(world.endpoint, world.tenant.apiKey, metric).text);
        expect(await runCommand(program, [...args, file], { cwd: directory, env })).toContain('"accepted":1');
      });
    });
  }
});
