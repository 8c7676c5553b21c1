import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { choosePort } from '../../../scripts/stack/ports.ts';
import { startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { answersOk, startService } from '../../../scripts/stack/startService.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { createPushgatewaySink } from './pushgatewaySink.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const soon = () => performance.now() + 2_000;

/** A server that does with each connection what the test says. */
async function answering(onSocket: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function reply(status: string): (socket: Socket) => void {
  return (socket) =>
    socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`));
}

describe('the outcome of a push', () => {
  it.each([
    ['200 OK', 'done'],
    ['202 Accepted', 'done'],
    ['400 Bad Request', 'refused'],
    ['301 Moved Permanently', 'refused'],
    ['503 Service Unavailable', 'unknown'],
  ])('of an answer %s is %s', async (status, outcome) => {
    const sink = createPushgatewaySink(await answering(reply(status)));
    expect(await sink.put('t', 'x 1\n', soon())).toBe(outcome);
    expect(await sink.delete('t', soon())).toBe(outcome);
  });

  it('is not_sent when nobody listens', async () => {
    const url = await answering(() => {});
    await cleanUps.pop()?.();
    expect(await createPushgatewaySink(url).put('t', 'x 1\n', soon())).toBe('not_sent');
  });

  it('is not_sent when the deadline had passed before the connection was there', async () => {
    let bytes = 0;
    const url = await answering((socket) => socket.on('data', (chunk) => (bytes += chunk.length)));
    expect(await createPushgatewaySink(url).put('t', 'x 1\n', performance.now() - 1)).toBe('not_sent');
    expect(bytes).toBe(0);
  });

  it('is unknown when the connection breaks after the body was sent, and when no answer comes in time', async () => {
    const breaks = await answering((socket) => socket.once('data', () => socket.destroy()));
    expect(await createPushgatewaySink(breaks).put('t', 'x 1\n', soon())).toBe('unknown');
    const silent = await answering((socket) => cleanUps.push(async () => socket.destroy()));
    expect(await createPushgatewaySink(silent).put('t', 'x 1\n', performance.now() + 150)).toBe('unknown');
  });

  it('is unknown when the answer is no answer to a body', async () => {
    const switches = await answering((socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      ),
    );
    expect(await createPushgatewaySink(switches).put('t', 'x 1\n', soon())).toBe('unknown');
  });

  it('never makes a body whole after its deadline, though the process was stopped while it wrote', async () => {
    let bodyBytes = 0;
    let hear: (socket: Socket) => void = () => {};
    const heard = new Promise<Socket>((resolve) => {
      hear = resolve;
    });
    const url = await answering((socket) => {
      socket.once('data', (head: Buffer) => {
        // A gateway that has begun to read and then does not: most of the body waits in this process.
        socket.pause();
        bodyBytes = head.length - head.indexOf('\r\n\r\n') - 4;
        socket.on('data', (chunk) => (bodyBytes += chunk.length));
        hear(socket);
      });
    });
    const body = `x 1\n${'# comment\n'.repeat(3_000_000)}`;
    const push = createPushgatewaySink(url).put('t', body, performance.now() + 1_500);
    const socket = await heard;
    // What a process sees that was stopped for a minute: the clock has gone on, and its timers have not been looked at.
    const laterMs = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockReturnValue(laterMs);
    socket.resume();
    expect(await push).toBe('unknown');
    vi.restoreAllMocks();
    expect(bodyBytes).toBe(body.length - 1);
  });

  it('sends the credentials of its URL, below the path of its URL', async () => {
    let head = '';
    const url = await answering((socket) =>
      socket.once('data', (chunk: Buffer) => {
        head = chunk.toString();
        reply('200 OK')(socket);
        socket.emit('data', chunk);
      }),
    );
    const { host } = new URL(url);
    expect(await createPushgatewaySink(`http://me:p%40ss@${host}/one`).put('t', 'x 1\n', soon())).toBe('done');
    expect(head).toMatch(/^PUT \/one\/metrics\/job\/uvp\/tenant\/t HTTP\/1\.1\r\n/);
    expect(head).toContain(`Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}\r\n`);
  });
});

describeWith(['pushgateway'], 'a real Pushgateway', () => {
  it('holds one group per tenant, replaced whole and deleted, and names its process', async () => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    cleanUps.push(() => gateway.stop());
    const sink = createPushgatewaySink(gateway.url);
    const { startTime } = await sink.status();
    expect(Date.parse(startTime)).toBeGreaterThan(0);
    await sink.put('t1', '# TYPE a_total counter\na_total 1\n', soon());
    await sink.put('t2', '# TYPE a_total counter\na_total 5\n', soon());
    await sink.put('t1', '# TYPE b gauge\nb 2\n', soon());
    const exposition = async () => (await fetch(`${gateway.url}/metrics`)).text();
    expect(await exposition()).toContain('a_total{instance="",job="uvp",tenant="t2"} 5');
    expect(await exposition()).toContain('b{instance="",job="uvp",tenant="t1"} 2');
    expect(await exposition()).not.toContain('a_total{instance="",job="uvp",tenant="t1"}');
    expect(await sink.delete('t1', soon())).toBe('done');
    await expect.poll(exposition).not.toContain('tenant="t1"');
    expect(await sink.delete('t1', soon())).toBe('done');
  });

  it.each([
    ['in its last line', -1],
    ['between two lines', -'a_total{n="999"} 1\n'.length],
  ])('applies nothing of a body that breaks off %s', async (_where, end) => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    cleanUps.push(() => gateway.stop());
    const lines = Array.from({ length: 1_000 }, (_, i) => `a_total{n="${i}"} 1\n`).join('');
    const body = `# TYPE a_total counter\n${lines}`;
    const socket = createConnection(gateway.port, '127.0.0.1');
    socket.end(
      `PUT /metrics/job/uvp/tenant/t HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, end)}`,
    );
    socket.resume();
    await once(socket, 'close');
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).not.toContain('a_total');
  });

  it('is not fit for use when it keeps a persistence file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'uvp-gateway-'));
    cleanUps.push(() => rm(directory, { recursive: true, force: true }));
    const tool = testTool('pushgateway');
    const port = await choosePort();
    const url = `http://127.0.0.1:${port}`;
    const args = [
      ...(tool.args ?? []),
      `--web.listen-address=127.0.0.1:${port}`,
      `--persistence.file=${join(directory, 'data')}`,
    ];
    const gateway = await startService({ name: 'gateway', command: tool.binary, args }, answersOk(`${url}/-/ready`));
    cleanUps.push(() => gateway.stop());
    await expect(createPushgatewaySink(url).status()).rejects.toThrow('persistence');
  });
});
