import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestTenant } from './testPlatform.ts';

/** What became of the requests of a load. */
export interface Sent {
  acknowledged: number;
  /** Error codes of requests on connections that had been used before. */
  readonly failedOnKept: string[];
  /** Error codes of the others. */
  readonly failedOnNew: string[];
}

export interface KeptLoad {
  readonly sent: Sent;
  stop(): Promise<void>;
}

/** Sends one counter sample, on a kept connection if the agent has one. @returns whether it was acknowledged */
function send(url: string, agent: Agent, tenant: TestTenant, batchId: string, sent: Sent): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}/api/v1/metrics`, {
      method: 'POST',
      agent,
      headers: {
        'Content-Type': 'application/json',
        'X-API-Key': tenant.apiKey,
        'X-API-Secret': tenant.apiSecret,
      },
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      (outgoing.reusedSocket ? sent.failedOnKept : sent.failedOnNew).push(error.code ?? error.message);
      resolve(false);
    });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 202));
    });
    outgoing.end(JSON.stringify({ batchId, metrics: [{ name: 'orders' }] }));
  });
}

/**
 * Clients that keep their connections. Each sends a batch to the address it is given, again until it is acknowledged, and pauses for up to
 * 50 ms before every request.
 */
export function startKeptLoad(
  tenant: TestTenant,
  clients: number,
  addressFor: (client: number) => string | undefined,
): KeptLoad {
  const sent: Sent = { acknowledged: 0, failedOnKept: [], failedOnNew: [] };
  let isOver = false;
  const run = async (client: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 0; !isOver; n += 1) {
      const batchId = `${tenant.id}-${client}-${n}`;
      let isAcknowledged = false;
      while (!isAcknowledged) {
        await sleep(((client * 7 + n * 13) % 50) + 1);
        const url = addressFor(client);
        isAcknowledged = url !== undefined && (await send(url, agent, tenant, batchId, sent));
        if (isOver && !isAcknowledged) break;
      }
      if (isAcknowledged) sent.acknowledged += 1;
    }
    agent.destroy();
  };
  const running = Array.from({ length: clients }, (_, client) => run(client));
  return {
    sent,
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}
