import { join, resolve } from 'node:path';
import { rootDir } from './stack/rootDir.ts';

const USAGE = `npm start: the whole product on this computer, without Docker.
npm start -- --demo: the same with a sample shop, an account that measures it, 30 days of history, and visitors who are made up.

Data and secrets are kept in .local (UVP_LOCAL_DIR), downloads in .local/tools (UVP_TOOLS_DIR).
What the environment sets wins: DATABASE_URL, PUSHGATEWAY_URLS, PROMETHEUS_URL and GRAFANA_URL name servers to use
instead of our own; PORT and INTERNAL_PORT the ports to try first (the next free one above is kept in .local/ports.json); PUBLIC_URL where browsers reach it, if that is not
localhost (PUBLIC_URL=https://example.com/uvp TRUST_PROXY_HOPS=1 npm start behind a proxy); PG_BIN_DIR, PROMETHEUS_BIN, PUSHGATEWAY_BIN and
GRAFANA_HOME programs; every other variable of env.template is passed on.`;

const OLDEST_NODE = [20, 12] as const;

process.exit(await main());

async function main(): Promise<number> {
  const [argument] = process.argv.slice(2);
  const isDemo = argument === '--demo';
  if (argument !== undefined && !isDemo) {
    console.log(argument === '--help' ? USAGE : `unknown argument ${argument}\n\n${USAGE}`);
    return argument === '--help' ? 0 : 2;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
    return 1;
  }
  if (process.platform === 'win32') {
    console.error('npm start needs Linux or macOS. On Windows use WSL 2, or docker compose up.');
    return 1;
  }
  // Loaded only now, so that an old Node gets as far as the message above.
  const typeScript = [process.execPath, '--import', 'tsx'];
  const { runLauncher } = await import('./stack/launcher.ts');
  return runLauncher({
    rootDir,
    localDir: resolve(process.env.UVP_LOCAL_DIR || join(rootDir, '.local')),
    env: process.env,
    backendCommand: [process.execPath, join(rootDir, 'backend/dist/main.js')],
    ...(isDemo && {
      demoCommand: [...typeScript, join(rootDir, 'scripts/demo/main.ts')],
      demoHistoryCommand: [...typeScript, join(rootDir, 'scripts/demo/history/main.ts')],
    }),
    mayBuild: true,
  });
}
