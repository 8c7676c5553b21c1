import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { choosePort } from '../../scripts/stack/ports.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';
import { createTestClient } from './testing/testPlatform.ts';

const mainFile = fileURLToPath(new URL('main.ts', import.meta.url));
let database: TestDatabase;
let child: ChildProcess | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => {
  child?.kill('SIGKILL');
});
afterAll(() => database.drop());

/** The API with its standard output somewhere; resolves when it answers. */
async function start(stdout: 'pipe' | number): Promise<{ url: string; internalUrl: string; process: ChildProcess }> {
  const [port, internalPort] = [await choosePort(), await choosePort()];
  const url = `http://127.0.0.1:${port}`;
  const started = spawn(process.execPath, ['--import', 'tsx', mainFile], {
    stdio: ['ignore', stdout, 'ignore'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      INTERNAL_PORT: String(internalPort),
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(48).toString('base64'),
      BCRYPT_ROUNDS: '4',
      BROWSER_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
    },
  });
  child = started;
  const lives = () =>
    fetch(`${url}/api/v1/health/live`).then(
      (answer) => answer.ok,
      () => false,
    );
  await expect.poll(lives, { timeout: 30_000 }).toBe(true);
  return { url, internalUrl: `http://127.0.0.1:${internalPort}`, process: started };
}

async function lostLines(internalUrl: string): Promise<number> {
  const text = await (await fetch(`${internalUrl}/metrics`)).text();
  return Number(/^uvp_log_lines_lost_total (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function stopsInOrder(process: ChildProcess): Promise<void> {
  const exit = once(process, 'exit');
  process.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
}

describe('the API process', { timeout: 60_000 }, () => {
  it.skipIf(process.platform !== 'linux')('starts, works and stops with a full disk under its log', async () => {
    const full = openSync('/dev/full', 'w');
    const api = await start(full);
    closeSync(full);
    await createTestClient(api.url).signUp();
    await expect.poll(() => lostLines(api.internalUrl)).toBeGreaterThan(1);
    await stopsInOrder(api.process);
  });

  it('works on and stops in order when the reader of its log is gone', async () => {
    const api = await start('pipe');
    expect(await lostLines(api.internalUrl)).toBe(0);
    api.process.stdout?.destroy();
    for (let n = 0; n < 3; n += 1) await createTestClient(api.url).signUp();
    await expect.poll(() => lostLines(api.internalUrl)).toBeGreaterThan(0);
    await stopsInOrder(api.process);
  });
});
