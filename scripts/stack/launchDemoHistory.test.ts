import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { describeWith } from '../vitest/testTools.ts';
import type { Launch } from './testing/launch.ts';
import { backendEnv, createLauncher, type Launcher } from './testing/launcher.ts';

let launcher: Launcher;

beforeEach(async () => {
  launcher = await createLauncher();
});
afterEach(() => launcher.stop());

/** The environment of the stand-in for the sample shop. */
async function shopEnv(launched: Launch): Promise<Record<string, string>> {
  const url = /Sample shop +(\S+)/.exec(launched.output())?.[1];
  return (await (await fetch(`${url}/env`)).json()) as Record<string, string>;
}

describeWith(['prometheus', 'promtool', 'pushgateway'], 'npm start -- --demo', () => {
  it('makes the history once, before Prometheus starts, and lets visitors go on from its end', async () => {
    const first = launcher.start({ WITH_DEMO: '1' });
    await first.ready();
    expect(first.output()).toMatch(/demo history \(the first time\): 30 days, 3\.4 million samples.*prometheus …/s);
    const made = JSON.parse(await readFile(join(launcher.localDir, 'demo-history.json'), 'utf8'));
    expect(made.given).toEqual({
      DEMO_SERIES_DIR: join(launcher.localDir, 'prometheus/series'),
      PROMTOOL_BIN: expect.stringContaining('promtool'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
    });
    expect((await backendEnv(first)).PROMETHEUS_URL).toMatch(/^http/);
    expect(await shopEnv(first)).toMatchObject({ DEMO_VISITORS_SINCE_MS: '1700000000000' });
    first.process.kill('SIGINT');
    expect(await first.exited).toBe(0);

    const second = launcher.start({ WITH_DEMO: '1' });
    await second.ready();
    expect(second.output()).toContain('demo history: goes on; graphs have a gap where nothing ran');
    expect(await shopEnv(second)).toMatchObject({ DEMO_VISITORS_SINCE_MS: '' });
  });

  it('leaves servers of somebody else alone', async () => {
    const launched = launcher.start({ WITH_DEMO: '1', DATABASE_URL: inject('postgresUrl') });
    await launched.ready();
    expect(launched.output()).toContain(
      'demo history: none, since it is made only for a Postgres and a Prometheus that',
    );
    expect(await shopEnv(launched)).toMatchObject({ DEMO_VISITORS_SINCE_MS: '' });
  });
});
