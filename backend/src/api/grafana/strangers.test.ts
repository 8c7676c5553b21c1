import { request } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ListeningServer, listen } from '../../http/createServer.ts';
import { type LargeAssets, largeAssetBytes, startLargeAssets } from '../../testing/largeAssets.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';
import { createForward } from './forward.ts';
import { createForwardSlots, maxForStrangers, maxForUser } from './forwardSlots.ts';

const asset = '/grafana/public/build/app.js';
const unfinished = '/grafana/public/unfinished.js';
const soon = { timeout: 15_000 };

let grafana: LargeAssets;
let server: TestPlatform;
const sockets: Socket[] = [];

beforeAll(async () => {
  grafana = await startLargeAssets();
  const env = {
    PUBLIC_URL: 'http://metrics.example.test',
    GRAFANA_URL: grafana.url,
    GRAFANA_DATASOURCE_TOKEN: 'a-token-of-the-data-source-of-32-characters',
  };
  server = await startTestPlatform({ env });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  await server?.stop();
  await grafana?.stop();
});

interface Reader {
  readonly socket: Socket;
  status: string | undefined;
}

/** Asks for a file, takes the beginning of the answer and no more. */
function openReader(url: string, path = asset): Reader {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
  const reader: Reader = { socket, status: undefined };
  socket.on('error', () => {});
  socket.once('data', (data) => {
    reader.status = /^HTTP\/1.1 (\d+)/.exec(String(data))?.[1];
    socket.pause();
  });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  sockets.push(socket);
  return reader;
}

/** The status of an answer that is not read further. */
async function statusOf(path: string, cookie = ''): Promise<number> {
  const response = await fetch(server.platform.url + path, { headers: { Cookie: cookie } });
  await response.body?.cancel();
  return response.status;
}

describe('/grafana for somebody who has not signed in', () => {
  it('begins so many files at once and no more, which takes nothing from people who have signed in', async () => {
    const cookie = `uvp_session=${(await server.signUp()).token}`;
    const readers = Array.from({ length: maxForStrangers + 20 }, () => openReader(server.platform.url, unfinished));
    const answered = (status: string) => readers.filter((reader) => reader.status === status).length;
    await expect.poll(() => [answered('200'), answered('429')], soon).toEqual([maxForStrangers, 20]);
    expect(grafana.open()).toBe(maxForStrangers);
    expect(await statusOf(asset)).toBe(429);
    expect(await statusOf(asset, 'uvp_session=forged')).toBe(429);
    expect(await statusOf(asset, cookie)).toBe(200);
    expect(await statusOf('/grafana/api/search', cookie)).toBe(200);

    for (const { socket } of readers) socket.destroy();
    await expect.poll(() => statusOf(asset), soon).toBe(200);
    await expect.poll(() => grafana.open(), soon).toBe(0);
  });

  it.each([{ 'Content-Length': '1000000' }, { 'Transfer-Encoding': 'chunked' }])(
    'takes no body to where there is none: %j',
    async (headers) => {
      grafana.seen.length = 0;
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const outgoing = request(server.platform.url + asset, { headers }, (res) => {
          resolve(res.statusCode);
          outgoing.destroy();
        });
        outgoing.on('error', reject);
        outgoing.write('x'.repeat(1_000));
      });
      expect(status).toBe(400);
      expect(grafana.seen).toEqual([]);
    },
  );
});

describe('createForward', () => {
  const readerMayPauseMs = 500;
  let proxy: ListeningServer;
  let url: string;
  beforeAll(async () => {
    const forward = createForward(grafana.url, 'http://metrics.example.test', { readerMayPauseMs });
    const app = express();
    app.use((req, res) =>
      forward(req, res, { target: req.url, assertion: undefined, clientAddress: '127.0.0.1', onSignInWanted() {} }),
    );
    proxy = await listen(app, 0, { host: '127.0.0.1' });
    url = `http://127.0.0.1:${proxy.port}`;
  });
  afterAll(() => proxy?.close(0));

  it('gives up who takes nothing of an answer, and nobody who takes it slowly', async () => {
    const slow = await fetch(url + asset);
    const stalled = openReader(url);
    let bytes = 0;
    let part = 0;
    for await (const chunk of slow.body ?? []) {
      bytes += chunk.length;
      // A little break after each MiB.
      if (bytes / (1024 * 1024) >= part) {
        part += 1;
        await sleep(40);
      }
    }
    expect(bytes).toBe(largeAssetBytes);
    expect(stalled.status).toBe('200');
    await expect.poll(() => grafana.open(), soon).toBe(0);
    stalled.socket.resume();
    await expect.poll(() => stalled.socket.closed, soon).toBe(true);
  });

  it('waits for a Grafana that pauses', async () => {
    const reader = openReader(url, unfinished);
    await expect.poll(() => reader.status, soon).toBe('200');
    await sleep(3 * readerMayPauseMs);
    expect(grafana.open()).toBe(1);
    reader.socket.destroy();
    await expect.poll(() => grafana.open(), soon).toBe(0);
  });
});

describe('createForwardSlots', () => {
  it('bounds each account for itself, and has room again when something ends', () => {
    const { take } = createForwardSlots();
    const gives = Array.from({ length: maxForUser }, () => take('ada'));
    expect(() => take('ada')).toThrow(expect.objectContaining({ status: 429, retryAfterSeconds: 2 }));
    expect(() => [take('bob'), take(undefined)]).not.toThrow();
    gives[0]?.();
    expect(() => take('ada')).not.toThrow();
    expect(() => take('ada')).toThrow();
  });
});
