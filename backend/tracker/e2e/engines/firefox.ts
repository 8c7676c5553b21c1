import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from '../../../../scripts/provision/tool.ts';
import { start, waitFor } from './processes.ts';
import { commands, type Session } from './webDriver.ts';

/** Firefox has a remote control without any driver program: Marionette, of which geckodriver makes WebDriver. Port 0 is any that is free. */
const PREFERENCES = `user_pref('marionette.port', 0);\n`;

/** Starts Firefox without a window and with a new profile. */
export async function startFirefox({ binary, args, env }: Tool): Promise<Session> {
  const profile = await mkdtemp(join(tmpdir(), 'uvp-firefox-'));
  await writeFile(join(profile, 'user.js'), PREFERENCES);
  const options = [...args, '--headless', '--marionette', '--no-remote', '--profile', profile];
  const firefox = start(binary, options, { ...process.env, ...env });
  const portFile = join(profile, 'MarionetteActivePort');
  const end = async () => {
    await firefox.kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const port = await waitFor(
      firefox,
      () => (existsSync(portFile) && Number(readFileSync(portFile, 'utf8'))) || undefined,
    );
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const send = marionette(socket);
    const { capabilities } = (await send('WebDriver:NewSession', {})) as {
      capabilities: { browserName: string; browserVersion: string };
    };
    const { browserName, browserVersion } = capabilities;
    const sendCommand: Session['send'] = async (command, parameters = {}) =>
      unwrap(await send(commands[command][2], parameters));
    return { browserName, browserVersion, send: sendCommand, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Results that are no object of their own come in a field. */
function unwrap(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'value' in result ? result.value : result;
}

/**
 * Messages both ways are `length:JSON`; a command is `[0, id, name, parameters]` and its reply `[1, id, error, result]`
 * (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
 */
function marionette(socket: Socket): (name: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let received = Buffer.alloc(0);
  let lastId = 0;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let message = takeMessage(); message !== undefined; message = takeMessage()) settle(message);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has closed the connection'));
  });
  socket.on('error', () => {});

  function takeMessage(): unknown {
    const colon = received.indexOf(':');
    const end = colon + 1 + Number(received.subarray(0, colon).toString());
    if (colon < 0 || received.length < end) return undefined;
    const message: unknown = JSON.parse(received.subarray(colon + 1, end).toString());
    received = received.subarray(end);
    return message;
  }

  function settle(message: unknown): void {
    // The first message greets, and is an object.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
    const command = waiting.get(id);
    waiting.delete(id);
    if (error === null) command?.resolve(result);
    else command?.reject(new Error(`${error.error}: ${error.message}`));
  }

  return (name, parameters) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const text = JSON.stringify([0, lastId, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
