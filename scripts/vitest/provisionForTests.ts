import { join, resolve } from 'node:path';
import { provideCaddy } from '../provision/caddy.ts';
import { provideChromium } from '../provision/chromium.ts';
import { type Engines, provideEngines } from '../provision/engines.ts';
import { provideNginx } from '../provision/nginx.ts';
import { providePgBouncer } from '../provision/pgbouncer.ts';
import { findPostgresBinaries, type PostgresBinaries } from '../provision/postgresBinaries.ts';
import { providePrometheusTools } from '../provision/prometheusTools.ts';
import { type ProvisionOptions, toolsDirectory } from '../provision/provisionOptions.ts';
import type { ToolState } from '../provision/tool.ts';
import { provideWrk } from '../provision/wrk.ts';
import { rootDir } from '../stack/rootDir.ts';

/** Every tool that tests may ask for. */
export interface TestTools {
  prometheus: ToolState;
  promtool: ToolState;
  pushgateway: ToolState;
  chromium: ToolState;
  /** Load generator of the benchmarks, whose short form is a test. */
  wrk: ToolState;
  /** The proxy in front of the product. */
  nginx: ToolState;
  pgbouncer: ToolState;
  /** A website's own server. */
  caddy: ToolState;
}

export interface TestProvision {
  tools: TestTools;
  postgresBinaries: PostgresBinaries;
}

/**
 * Finds or fetches everything the tests run against, with the provisioner of `npm start`. When `CI` is set, throws and
 * names each tool that cannot be had; without it such tools come back as missing. Postgres is always needed.
 */
export async function provisionForTests(
  report: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<TestProvision> {
  const options: ProvisionOptions = { rootDir, toolsDir: testToolsDirectory(), env, report };
  const postgresBinaries = await findPostgresBinaries(env, rootDir);
  const tools: TestTools = {
    ...(await providePrometheusTools(options)),
    chromium: await provideChromium(options),
    wrk: await provideWrk(options),
    nginx: await provideNginx(options),
    pgbouncer: await providePgBouncer(options),
    caddy: await provideCaddy(options),
  };
  const missing = describeMissing(tools);
  if (isCi(env) && missing.length > 0) throw new Error(['CI is set and tools are missing:', ...missing].join('\n  '));
  return { tools, postgresBinaries };
}

/** The browsers beside Chromium, as far as they are on this machine: only `npm run test:engines` has tests for them, and downloads them. */
export function provideEnginesForTests(
  mayDownload = false,
  report: (line: string) => void = () => {},
): Promise<Engines> {
  return provideEngines({ rootDir, toolsDir: testToolsDirectory(), env: process.env, report, mayDownload });
}

/** Where downloads for tests are kept: the same place as for `npm start`. */
export function testToolsDirectory(): string {
  return toolsDirectory(process.env, resolve(process.env.UVP_LOCAL_DIR || join(rootDir, '.local')));
}

/** One line for each missing tool: what it is, why, what to do. */
export function describeMissing(tools: TestTools | Engines): string[] {
  return Object.entries(tools).flatMap(([name, state]: [string, ToolState]) =>
    state.available ? [] : [`${name}: ${state.reason} (${state.remedy})`],
  );
}

/** `CI` counts as set unless it is empty, "0" or "false". */
function isCi(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes(env.CI ?? '');
}
