import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../../backend/src/testing/testStack.ts';
import { launchBrowser } from '../../backend/tracker/e2e/browser.ts';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import { type TrackedPage, watchPage } from '../../backend/tracker/e2e/trackedPage.ts';
import type { GeneratedCode } from '../../frontend/src/api/metricConfigs.ts';
import { runCommand } from '../../scripts/provision/runCommand.ts';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { testTool } from '../../scripts/vitest/testTools.ts';
import { openShell, type Shell } from './shell.ts';

/** A page of somebody's website, with everything that went wrong in it. */
export interface Visit extends TrackedPage {
  /** Uncaught errors, refusals of a Content-Security-Policy, and answers that are errors. */
  readonly complaints: readonly string[];
  leave(): Promise<void>;
}

/** Where snippets run: a whole platform, an account, a website with a browser, a shell and Node. */
export interface World {
  readonly server: TestPlatform;
  readonly stack: TestStack;
  readonly tenant: TestTenant;
  readonly url: string;
  readonly scriptUrl: string;
  readonly endpoint: string;
  /** What a person puts into the environment before running a snippet. */
  readonly env: NodeJS.ProcessEnv;
  codeOf(metricConfigId: string, options?: { pinned?: boolean }): Promise<GeneratedCode>;
  /** Opens a page with this HTML. */
  visit(html: string): Promise<Visit>;
  openShell(): Shell;
  /** Saves the program as a module and runs it in Node, in the directory of the shells. */
  runNode(program: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'uvp-snippets-'));
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  const stack = await startTestStack();
  const server = await startTestPlatform({ env: { ...stack.env, PORT: String(port), PUBLIC_URL: url } });
  releasePort(port);
  const [browser, site, tenant] = await Promise.all([
    launchBrowser(testTool('chromium')),
    startSite(),
    server.signUp(),
  ]);
  const env = { PATH: process.env.PATH, UVP_API_KEY: tenant.apiKey, UVP_API_SECRET: tenant.apiSecret };

  return {
    server,
    stack,
    tenant,
    url,
    scriptUrl: `${url}/api/v1/client/script.js`,
    endpoint: `${url}/api/v1/metrics`,
    env,
    async codeOf(metricConfigId, options = {}) {
      const path = `/api/v1/metric-configs/${metricConfigId}/generate-code`;
      const { status, body } = await server.call<GeneratedCode>('POST', path, { token: tenant.token, body: options });
      if (status !== 200) throw new Error(`the code was answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    visit: (html) => visit(browser, site, html),
    openShell: () => openShell({ cwd: directory, env }),
    async runNode(program) {
      const file = join(directory, 'send.mjs');
      await writeFile(file, program);
      return runCommand(process.execPath, [file], { cwd: directory, env });
    },
    async stop() {
      await Promise.all([browser.close(), site.close()]);
      await server.stop();
      await stack.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function visit(browser: Browser, site: Site, html: string): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  // The browser asks for it by itself; the website of the tests has none.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  site.html = `<!doctype html><title>Shop</title>${html}`;
  const tracked = await watchPage(page, site.url);
  return { ...tracked, complaints, leave: () => context.close() };
}
