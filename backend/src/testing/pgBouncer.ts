import { chmodSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnFreePort } from '../../../scripts/stack/ports.ts';
import { startService } from '../../../scripts/stack/startService.ts';
import { testTool } from '../../../scripts/vitest/testTools.ts';

/** A real PgBouncer in front of the tests' Postgres. */
export interface PgBouncer {
  /** A database by way of the pooler. */
  through(databaseUrl: string): string;
  stop(): Promise<void>;
}

/** @param settings of the section `[pgbouncer]`, besides the pool mode; otherwise it has its defaults */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'session' | 'transaction',
  settings: Readonly<Record<string, string | number>> = {},
): Promise<PgBouncer> {
  const { binary, args, env } = testTool('pgbouncer');
  const target = new URL(databaseUrl);
  const user = decodeURIComponent(target.username);
  const directory = await mkdtemp(join(tmpdir(), 'uvp-pgbouncer-'));
  chmodSync(directory, 0o755);
  const users = join(directory, 'users.txt');
  writeReadable(users, `"${user}" "${decodeURIComponent(target.password)}"\n`);

  const { port, service } = await startOnFreePort(undefined, async (free) => {
    const file = join(directory, 'pgbouncer.ini');
    const all = {
      listen_addr: '127.0.0.1',
      listen_port: free,
      unix_socket_dir: '',
      auth_type: 'scram-sha-256',
      auth_file: users,
      pool_mode: mode,
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
    const databases = `[databases]\n* = host=127.0.0.1 port=${target.port}\n`;
    writeReadable(file, `${databases}[pgbouncer]\n${lines.join('\n')}\n`);
    // It refuses to run as root, and changes to another user by itself.
    const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const spec = {
      name: 'pgbouncer',
      command: binary,
      args: [...args, ...account, file],
      env: { ...process.env, ...env },
      stopSignal: 'SIGINT' as const,
      urgentSignal: 'SIGTERM' as const,
    };
    return {
      port: free,
      service: await startService(spec, (printed) => printed.some((line) => line.includes('process up'))),
    };
  });

  return {
    through(url) {
      const pooled = new URL(url);
      pooled.hostname = '127.0.0.1';
      pooled.port = String(port);
      return pooled.href;
    },
    async stop() {
      await service.stop(2_000);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** For the user that it changes to, whatever our umask is. */
function writeReadable(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o644);
}
