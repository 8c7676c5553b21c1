import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgresBinaries } from '../../../scripts/provision/postgresBinaries.ts';
import { providePrometheusTools } from '../../../scripts/provision/prometheusTools.ts';
import type { Tool, ToolState } from '../../../scripts/provision/tool.ts';
import { provideWrk } from '../../../scripts/provision/wrk.ts';
import { choosePort, releasePort } from '../../../scripts/stack/ports.ts';
import { type PostgresService, startPostgres } from '../../../scripts/stack/postgres.ts';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { rootDir } from '../../../scripts/stack/rootDir.ts';
import type { Service } from '../../../scripts/stack/service.ts';
import { startService } from '../../../scripts/stack/startService.ts';
import { makeOwnedDirectory, removeAbandonedDirectories } from '../../../scripts/vitest/ownedDirectory.ts';
import { testToolsDirectory } from '../../../scripts/vitest/provisionForTests.ts';

/** A server under test. */
export interface Contender {
  readonly name: string;
  readonly service: Service;
  readonly url: string;
}

/** What every server under test may use: a durable Postgres and a Pushgateway of the benchmark's own, on loopback. */
export interface BenchStack {
  readonly wrk: Tool;
  readonly postgres: PostgresService;
  readonly pushgateway: PushgatewayService;
  /** Starts one of the servers in `servers/`. */
  startServer(name: string, file: string): Promise<Contender>;
  /** Starts the product as `npm start` runs it, from the built code. */
  startApi(name: string, env?: Readonly<Record<string, string>>): Promise<Contender>;
  stop(): Promise<void>;
}

const sourceFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const apiFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** @param fromSource runs the product from its source, for a smoke test that may find no build */
export async function startBenchStack({ fromSource = false }: { fromSource?: boolean } = {}): Promise<BenchStack> {
  const options = {
    rootDir,
    toolsDir: testToolsDirectory(),
    env: process.env,
    report: (line: string) => console.log(line),
  };
  const wrk = required(await provideWrk(options));
  const { pushgateway: gatewayTool } = await providePrometheusTools(options);
  const gateway = required(gatewayTool);
  const binaries = await findPostgresBinaries(process.env, rootDir);
  await removeAbandonedDirectories();
  const directory = makeOwnedDirectory();
  const postgres = await startPostgres({
    binaries,
    dataDir: join(directory, 'postgres'),
    durable: true,
    maxConnections: 100,
  });
  const pushgateway = await startPushgateway({ binary: gateway.binary, args: gateway.args, consistencyCheck: false });
  const running: Service[] = [];

  async function start(name: string, args: string[], env: Readonly<Record<string, string>>): Promise<Contender> {
    const port = await choosePort();
    const url = `http://127.0.0.1:${port}`;
    const service = await startService(
      {
        name,
        command: process.execPath,
        args,
        cwd: rootDir,
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'production',
          PORT: String(port),
          DATABASE_URL: postgres.url,
          PUSHGATEWAY_URL: pushgateway.url,
          ...env,
        },
      },
      async () => (await fetch(`${url}/api/v1/health/live`)).status < 500,
    );
    releasePort(port);
    running.push(service);
    return { name, service, url };
  }

  return {
    wrk,
    postgres,
    pushgateway,
    startServer: (name, file) =>
      start(name, ['--import', 'tsx', fileURLToPath(new URL(`servers/${file}`, import.meta.url))], {}),
    startApi: (name, env = {}) =>
      start(name, fromSource ? ['--import', 'tsx', sourceFile] : [apiFile], {
        INTERNAL_PORT: '0',
        PUBLIC_URL: 'http://localhost:3000',
        JWT_SECRET: randomBytes(48).toString('base64'),
        BROWSER_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
        BCRYPT_ROUNDS: '4',
        PUSHGATEWAY_URLS: pushgateway.url,
        ...env,
      }),
    async stop() {
      await Promise.all(running.map((service) => service.stop()));
      await pushgateway.stop();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function required(tool: ToolState): Tool {
  if (!tool.available) throw new Error(`${tool.reason}; ${tool.remedy}`);
  return tool;
}
