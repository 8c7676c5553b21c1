import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { AggregatorRegistry } from 'prom-client';
import type { Logger } from '../logger.ts';
import { type ClusterMessage, readMessage } from './messages.ts';

/** Runs several processes that share the ports, each a replica like any other. */
export interface Primary {
  /** Asks every worker to stop, and resolves when all have exited; those that have not after `withinMs` are killed. */
  stop(withinMs: number): Promise<void>;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** One that lived so long did not die of its start. */
const healthyAfterMs = 30_000;

/**
 * Starts the workers. One that ends is started again, at first after a second, later and later while it keeps ending at once.
 * @param onHopeless called when a worker could not start before any had been ready: a setting is wrong, and another try will not help
 */
export function startPrimary(deps: { workers: number; logger: Logger; onHopeless: () => void }): Primary {
  const { logger } = deps;
  const registry = new AggregatorRegistry();
  let isStopping = false;
  let wasReady = false;

  function start(waitMs: number): void {
    const worker = cluster.fork();
    const startedAtMs = performance.now();
    logger.info('a worker was started', { pid: worker.process.pid });
    worker.on('message', (message: unknown) => void answer(worker, message));
    worker.once('listening', () => {
      wasReady = true;
    });
    worker.once('exit', (code, signal) => {
      if (isStopping) return;
      logger.error('a worker ended and is started again', { pid: worker.process.pid, code, signal });
      if (!wasReady) {
        deps.onHopeless();
        return;
      }
      const nextWaitMs = performance.now() - startedAtMs > healthyAfterMs ? firstWaitMs : waitMs;
      void restart(nextWaitMs);
    });
  }

  async function restart(waitMs: number): Promise<void> {
    await sleep(waitMs);
    if (!isStopping) start(Math.min(2 * waitMs, longestWaitMs));
  }

  /** Any worker may be the one that Prometheus asks; it answers with the numbers of all. */
  async function answer(worker: Worker, message: unknown): Promise<void> {
    const read = readMessage(message);
    if (read?.type !== 'uvp:metrics-wanted') return;
    const text = await registry.clusterMetrics().catch((error: unknown) => {
      logger.warn('not every worker gave its metrics', { error });
      return undefined;
    });
    const reply: ClusterMessage = {
      type: 'uvp:metrics',
      requestId: read.requestId,
      ...(text !== undefined && { text }),
    };
    if (worker.isConnected()) worker.send(reply);
  }

  for (let started = 0; started < deps.workers; started += 1) start(firstWaitMs);

  return {
    async stop(withinMs) {
      isStopping = true;
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
      const exits = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
      const stop: ClusterMessage = { type: 'uvp:stop' };
      for (const worker of workers) if (worker.isConnected()) worker.send(stop);
      const killer = setTimeout(() => {
        for (const worker of workers) worker.process.kill('SIGKILL');
      }, withinMs);
      await Promise.all(exits);
      clearTimeout(killer);
    },
  };
}
