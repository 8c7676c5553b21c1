import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startService } from '../../scripts/stack/startService.ts';
import { testTool } from '../../scripts/vitest/testTools.ts';

/** Starts nginx with nothing of the host's: its files and the site lie in the directory. */
export async function startNginx(directory: string, port: number, site: string) {
  const { binary, args, env } = testTool('nginx');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await mkdir(join(directory, 'temporary'));
  const configuration = [
    // Its workers would become `nobody` otherwise, who cannot enter our directory.
    process.getuid?.() === 0 ? 'user root root;' : '',
    'daemon off;',
    'worker_processes 1;',
    `pid ${directory}/nginx.pid;`,
    'events {}',
    'http {',
    'access_log off;',
    ...temporary.map((name) => `${name}_temp_path ${directory}/temporary/${name};`),
    site,
    '}',
  ];
  const file = join(directory, 'nginx.conf');
  await writeFile(file, configuration.join('\n'));
  const spec = {
    name: 'nginx',
    command: binary,
    args: [...args, '-e', 'stderr', '-p', directory, '-c', file],
    env: { ...process.env, ...env },
  };
  return startService(spec, () => listens(port));
}

/** Starts Caddy likewise. `site` is the block of a website at this address. */
export async function startCaddy(directory: string, port: number, site: string) {
  const { binary, env } = testTool('caddy');
  const file = join(directory, 'Caddyfile');
  await writeFile(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}\n`);
  const ofDirectory = { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  const spec = {
    name: 'caddy',
    command: binary,
    args: ['run', '--config', file, '--adapter', 'caddyfile'],
    env: { ...process.env, ...env, ...ofDirectory },
  };
  return startService(spec, () => listens(port));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
