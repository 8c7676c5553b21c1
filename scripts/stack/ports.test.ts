import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { choosePort, releasePort, startOnFreePort } from './ports.ts';

/** Listens while `use` runs; without a host on all addresses. */
async function withListener(host: string | undefined, use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen({ port: 0, ...(host ? { host } : {}) }, resolve));
  const address = server.address();
  try {
    await use(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('choosePort', () => {
  it('takes the preferred port when it is free', async () => {
    let free = 0;
    await withListener('127.0.0.1', async (port) => {
      free = port;
    });
    expect(await choosePort(free)).toBe(free);
    releasePort(free);
  });

  it.each([['127.0.0.1'], [undefined]])(
    'takes the next free one above when something listens on it at %s',
    async (host) => {
      await withListener(host, async (port) => {
        const chosen = await choosePort(port);
        expect(chosen).toBeGreaterThan(port);
        expect(chosen).toBeLessThan(port + 50);
        releasePort(chosen);
      });
    },
  );

  it('takes the first that is free of several', async () => {
    await withListener('127.0.0.1', async (taken) => {
      const free = await choosePort();
      releasePort(free);
      expect(await choosePort([taken, free])).toBe(free);
      releasePort(free);
    });
  });

  it('does not give one port out twice before its server listens', async () => {
    const first = await choosePort();
    const second = await choosePort(first);
    expect(second).not.toBe(first);
    releasePort(first);
    expect(await choosePort(first)).toBe(first);
    for (const port of [first, second]) releasePort(port);
  });
});

describe('startOnFreePort', () => {
  it('tries another port when somebody else was faster, and gives up on any other failure', async () => {
    const tried: number[] = [];
    const chosen = await startOnFreePort(undefined, async (port) => {
      tried.push(port);
      if (tried.length === 1) throw new Error('listen: bind: Address already in use');
      return port;
    });
    expect(tried).toHaveLength(2);
    expect(chosen).toBe(tried[1]);
    const wanted = chosen;
    const next = await startOnFreePort(wanted, async (port) => {
      if (port === wanted) throw new Error('listen: bind: Address already in use');
      return port;
    });
    expect(next).toBeGreaterThan(wanted);
    expect(next).toBeLessThan(wanted + 50);
    const broken = () => Promise.reject(new Error('broken'));
    await expect(startOnFreePort(undefined, broken)).rejects.toThrow('broken');
  });
});
