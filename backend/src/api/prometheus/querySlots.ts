import type { Config } from '../../config.ts';
import { TooManyRequestsError, UnavailableError } from '../../errors.ts';

/** How many queries run at once. */
export interface QueryLimits {
  /** Of one tenant. */
  readonly perTenant: number;
  /** Of all tenants; below Prometheus's `--query.max-concurrency`, so that our own questions to it never wait. */
  readonly total: number;
  /** Queries of one tenant that may wait for their turn. */
  readonly waitingPerTenant: number;
  readonly maxWaitMs: number;
  /** When every slot is taken and a tenant without any waits, a query that has run for so long gives way. */
  readonly giveWayAfterMs: number;
}

/**
 * The limits of one process: both are divided among those that share the ports, and each has one at least. Were those of a tenant not
 * divided, one tenant could take every slot of a process.
 */
export function queryLimitsOf(
  config: Pick<Config, 'querySlots' | 'querySlotsPerTenant' | 'webConcurrency'>,
): QueryLimits {
  const shareOf = (slots: number) => Math.max(1, Math.floor(slots / config.webConcurrency));
  return {
    total: shareOf(config.querySlots),
    perTenant: shareOf(config.querySlotsPerTenant),
    waitingPerTenant: 32,
    maxWaitMs: 15_000,
    giveWayAfterMs: 5_000,
  };
}

/** The right to run one query. */
export interface QuerySlot {
  /** Aborts, with an UnavailableError, when the query has to give way. */
  readonly signal: AbortSignal;
  /** Gives the slot back; more calls do nothing. */
  end(): void;
}

/** Lets a query through when its turn has come. */
export interface QuerySlots {
  /**
   * A tenant's first query may take any free slot. Each further one needs more of them to be free, so that some are left for others.
   * Of those that wait, a query of the tenant with the fewest running comes first, then the one that came first.
   * @throws TooManyRequestsError when too many of the tenant's wait already, or this one has waited too long
   * @throws the signal's reason when it aborts meanwhile
   */
  take(tenant: string, signal: AbortSignal): Promise<QuerySlot>;
}

interface Running {
  readonly tenant: string;
  readonly startedAtMs: number;
  readonly controller: AbortController;
}

interface Waiter {
  readonly tenant: string;
  go(): void;
}

const lookAgainMs = 100;

/** Counts in this process; each replica has its own. */
export function createQuerySlots(limits: QueryLimits): QuerySlots {
  const running = new Set<Running>();
  const waiting: Waiter[] = [];
  /** How many slots stay free for others per query that a tenant has. */
  const keptFree = Math.floor(limits.total / (limits.perTenant + 1));

  const runningOf = (tenant: string) => [...running].filter((query) => query.tenant === tenant).length;

  function mayStart(tenant: string): boolean {
    const own = runningOf(tenant);
    const free = limits.total - running.size;
    return own < limits.perTenant && free > own * keptFree;
  }

  function start(tenant: string): QuerySlot {
    const query: Running = { tenant, startedAtMs: performance.now(), controller: new AbortController() };
    running.add(query);
    return {
      signal: query.controller.signal,
      end() {
        if (running.delete(query)) startWaiters();
      },
    };
  }

  function startWaiters(): void {
    for (;;) {
      const next = leastServed(waiting.filter(({ tenant }) => mayStart(tenant)));
      if (!next) return;
      waiting.splice(waiting.indexOf(next), 1);
      next.go();
    }
  }

  function leastServed(waiters: readonly Waiter[]): Waiter | undefined {
    const fewest = Math.min(...waiters.map(({ tenant }) => runningOf(tenant)));
    return waiters.find(({ tenant }) => runningOf(tenant) === fewest);
  }

  /**
   * Stops the query that has run longest of the tenant that runs most, when it is due and nobody else has stopped one.
   * @returns milliseconds until another look is worth it
   */
  function makeRoomFor(tenant: string): number {
    if (runningOf(tenant) > 0) return lookAgainMs;
    const candidates = [...running].filter(({ controller }) => !controller.signal.aborted);
    const isRoomComing = candidates.length < running.size;
    const most = Math.max(...candidates.map((query) => runningOf(query.tenant)));
    const oldest = candidates.find((query) => runningOf(query.tenant) === most);
    if (isRoomComing || !oldest) return lookAgainMs;
    const dueInMs = oldest.startedAtMs + limits.giveWayAfterMs - performance.now();
    if (dueInMs > 0) return dueInMs;
    oldest.controller.abort(gaveWay());
    return lookAgainMs;
  }

  return {
    async take(tenant, signal) {
      signal.throwIfAborted();
      if (mayStart(tenant)) return start(tenant);
      if (waiting.filter((waiter) => waiter.tenant === tenant).length >= limits.waitingPerTenant) throw busy();
      return new Promise((resolve, reject) => {
        let look: NodeJS.Timeout | undefined;
        const waiter: Waiter = {
          tenant,
          go() {
            settle();
            resolve(start(tenant));
          },
        };
        const leave = (reason: unknown) => {
          settle();
          const index = waiting.indexOf(waiter);
          if (index !== -1) waiting.splice(index, 1);
          reject(reason);
        };
        const lookForRoom = () => {
          look = setTimeout(lookForRoom, makeRoomFor(tenant));
        };
        const timer = setTimeout(() => leave(busy()), limits.maxWaitMs);
        const onAbort = () => leave(signal.reason);
        const settle = () => {
          clearTimeout(timer);
          clearTimeout(look);
          signal.removeEventListener('abort', onAbort);
        };
        signal.addEventListener('abort', onAbort);
        waiting.push(waiter);
        lookForRoom();
      });
    },
  };
}

function busy(): TooManyRequestsError {
  return new TooManyRequestsError('Too many queries at once; wait for some to end.', 2, 'too_many_queries');
}

function gaveWay(): UnavailableError {
  return new UnavailableError(
    'query_timeout',
    'The query made room for those of other users; ask for less, or again.',
    5,
  );
}
