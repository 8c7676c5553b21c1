import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tool } from '../../../../scripts/provision/tool.ts';
import { start, waitFor } from './processes.ts';
import { commands, type Session } from './webDriver.ts';

const DISPLAY = 'uvp-wayland';

/** Starts WebKitGTK's MiniBrowser on a screen that nobody sees. */
export async function startWebKit(driver: Tool, weston: Tool): Promise<Session> {
  const home = await mkdtemp(join(tmpdir(), 'uvp-webkit-'));
  const screen = start(
    weston.binary,
    [...weston.args, '--backend=headless-backend.so', '--shell=kiosk-shell.so', '--no-config', `--socket=${DISPLAY}`],
    { ...process.env, ...weston.env, XDG_RUNTIME_DIR: home, WESTON_MODULE_MAP: westonModules(weston.binary) },
  );
  const started = [screen];
  const end = async () => {
    for (const program of started.toReversed()) await program.kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await waitFor(screen, () => existsSync(join(home, DISPLAY)) || undefined);
    const port = await freePort();
    const browser = findMiniBrowser(driver.binary);
    const env = {
      ...process.env,
      ...driver.env,
      // The browser keeps nothing in, and reads nothing of, the home of whoever runs the tests.
      HOME: home,
      XDG_RUNTIME_DIR: home,
      WAYLAND_DISPLAY: DISPLAY,
      GDK_BACKEND: 'wayland',
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
      ...(browser && { WEBKIT_INJECTED_BUNDLE_PATH: join(dirname(browser), 'injected-bundle') }),
    };
    // An unpacked WebKit finds its processes from here.
    const directory = browser && dirname(dirname(browser));
    const server = start(driver.binary, [...driver.args, `--port=${port}`], env, directory);
    started.push(server);
    const base = `http://127.0.0.1:${port}/session`;
    await waitFor(server, () =>
      fetch(`http://127.0.0.1:${port}/status`).then(
        () => true,
        () => undefined,
      ),
    );
    const options = browser && { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };
    const session = await call('POST', base, { capabilities: { alwaysMatch: { ...options } } });
    const { sessionId, capabilities } = session as {
      sessionId: string;
      capabilities: { browserVersion: string };
    };
    const send: Session['send'] = (command, { id, ...parameters } = {}) => {
      const [method, path] = commands[command];
      return call(method, `${base}/${sessionId}/${path.replace('{id}', String(id))}`, parameters);
    };
    return { browserName: 'WebKitGTK', browserVersion: capabilities.browserVersion, send, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function call(method: string, url: string, parameters: object): Promise<unknown> {
  const reply = await fetch(url, { method, ...(method === 'POST' && { body: JSON.stringify(parameters) }) });
  const { value } = (await reply.json()) as { value: unknown };
  if (reply.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}

/** Beside the driver, in the directory of libraries: `usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser`. */
function findMiniBrowser(driver: string): string | undefined {
  return findLibraries(driver, /^webkit2gtk-[\d.]+$/, 'MiniBrowser').at(-1);
}

/** Weston looks for its modules where it was built for, unless told otherwise. */
function westonModules(weston: string): string {
  const modules = [
    ...findLibraries(weston, /^libweston-\d+$/, 'headless-backend.so'),
    ...findLibraries(weston, /^weston$/, 'kiosk-shell.so'),
  ];
  return modules.map((file) => `${file.slice(file.lastIndexOf('/') + 1)}=${file}`).join(';');
}

/** Files in directories of these names in the directories of libraries that belong to a program. */
function findLibraries(binary: string, directory: RegExp, file: string): string[] {
  const libraries = join(dirname(dirname(binary)), 'lib');
  const list = (path: string) => (existsSync(path) ? readdirSync(path) : []).map((name) => join(path, name));
  return list(libraries)
    .filter((path) => path.endsWith('-linux-gnu'))
    .flatMap(list)
    .filter((path) => directory.test(path.slice(path.lastIndexOf('/') + 1)))
    .map((path) => join(path, file))
    .filter((path) => existsSync(path));
}

/** The driver takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
