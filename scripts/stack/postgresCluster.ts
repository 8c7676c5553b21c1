import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../provision/runCommand.ts';
import type { PostgresAccount } from './postgresAccount.ts';

/** The superuser of a cluster made here, and the name of the product's database. */
export const POSTGRES_USER = 'uvp';

/** Postgres reads these; the caller's own locale and PGDATA, PGPORT, … must not change what happens. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PG|LC_)/.test(name));
  return { ...Object.fromEntries(own), LANG: 'C', LC_ALL: 'C' };
}

/**
 * Makes the cluster in the account's data directory unless there is one: UTF-8 with locale C.UTF-8 whatever the host's
 * locale, one superuser with this password (scram-sha-256). An interrupted attempt leaves no cluster behind. Throws
 * when the existing cluster belongs to another major version.
 */
export async function ensureCluster(account: PostgresAccount, password: string, signal?: AbortSignal): Promise<void> {
  const { binaries, dataDir } = account;
  const versionFile = join(dataDir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const major = Number(readFileSync(versionFile, 'utf8'));
    if (major === binaries.major) return;
    throw new Error(
      `${dataDir} was made by Postgres ${major}, and this is Postgres ${binaries.major} (${binaries.source})`,
    );
  }
  const parent = dirname(dataDir);
  const [unfinished, passwordFile] = [join(parent, '.postgres-new'), join(parent, '.postgres-password')];
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const { uid, gid } = account;
  if (uid !== undefined && gid !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, uid, gid);
  try {
    const [command = '', ...args] = [
      ...account.prefix,
      binaries.initdb,
      ...initdbArguments(account, unfinished, passwordFile),
    ];
    await runCommand(command, args, {
      cwd: '/',
      env: postgresEnvironment(),
      withinMs: 120_000,
      ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
      ...(signal === undefined ? {} : { signal }),
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(unfinished, dataDir);
}

function initdbArguments({ binaries }: PostgresAccount, directory: string, passwordFile: string): string[] {
  // Before version 17 there is no builtin provider, and C sorts by bytes and folds ASCII only.
  const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  return [
    ...['-D', directory, '-U', POSTGRES_USER, '--encoding=UTF8', '--locale=C', ...locale],
    ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions'],
  ];
}
