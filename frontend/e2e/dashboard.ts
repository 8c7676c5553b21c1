import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { launchBrowser } from '../../backend/tracker/e2e/browser.ts';
import { runCommand } from '../../scripts/provision/runCommand.ts';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { rootDir } from '../../scripts/stack/rootDir.ts';
import { testTool } from '../../scripts/vitest/testTools.ts';
import { type OpenOptions, openScreen, type Screen } from './screen.ts';

/** The dashboard as it is built, served by a real platform, and a real browser. */
export interface Dashboard {
  readonly server: TestPlatform;
  readonly browser: Browser;
  readonly url: string;
  /** Opens an address of the dashboard, such as `#/metrics`, signed in as `tenant` if one is given. */
  open(hash: string, options?: OpenOptions & { tenant?: TestTenant }): Promise<Screen>;
  stop(): Promise<void>;
}

/** @param env variables of the platform, such as those of a test stack */
export async function startDashboard(env: Readonly<Record<string, string>> = {}): Promise<Dashboard> {
  const dashboardDir = await mkdtemp(join(tmpdir(), 'uvp-dashboard-'));
  await runCommand(process.execPath, [join(rootDir, 'frontend/build.mjs'), dashboardDir], { cwd: rootDir });
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  const [browser, server] = await Promise.all([
    launchBrowser(testTool('chromium')),
    startTestPlatform({ env: { PORT: String(port), PUBLIC_URL: url, ...env }, dashboardDir }),
  ]);
  releasePort(port);
  return {
    server,
    browser,
    url,
    open: (hash, { tenant, ...options } = {}) =>
      openScreen(browser, `${url}/${hash}`, { ...options, ...(tenant && { session: tenant }) }),
    async stop() {
      await browser.close();
      await server.stop();
      await rm(dashboardDir, { recursive: true, force: true });
    },
  };
}
