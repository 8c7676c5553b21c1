import { join } from 'node:path';
import { findPostgresBinaries } from '../provision/postgresBinaries.ts';
import { startPostgres } from './postgres.ts';
import type { StackStart } from './stackOptions.ts';
import type { ServiceHooks } from './startService.ts';

/** The database's URL: the caller's DATABASE_URL, else that of a durable Postgres started in the local directory. */
export async function launchPostgres(start: StackStart): Promise<string> {
  const { env, progress, ports } = start;
  if (env.DATABASE_URL) {
    progress.say('postgres: the one in DATABASE_URL');
    return env.DATABASE_URL;
  }
  const binaries = await findPostgresBinaries(env, start.rootDir);
  const options = {
    binaries,
    dataDir: join(start.localDir, 'postgres'),
    port: ports.candidates('postgres'),
    password: start.secrets.postgresPassword,
    durable: true,
    maxConnections: 100,
  };
  const service = await progress.step(
    'postgres',
    () => startPostgres(options, problemsOnly(start.hooks)),
    ({ port, dataDir }) =>
      `127.0.0.1:${port}${ports.remember('postgres', port)}, version ${binaries.version} (${binaries.source}), data in ${dataDir}`,
  );
  return service.url;
}

/** The same hooks without the lines that say what goes as it should. A death is reported with them all the same. */
function problemsOnly(hooks: ServiceHooks): ServiceHooks {
  const { onLine } = hooks;
  if (onLine === undefined) return hooks;
  return { ...hooks, onLine: (name, line) => (/ LOG: {2}/.test(line) ? undefined : onLine(name, line)) };
}
