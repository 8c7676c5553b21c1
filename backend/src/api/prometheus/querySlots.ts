import { TooManyRequestsError } from '../../errors.ts';

/** How many queries run at once. */
export interface QueryLimits {
  /** Of one tenant. */
  readonly perTenant: number;
  /** Of all tenants; below Prometheus's `--query.max-concurrency`, so that our own questions to it never wait. */
  readonly total: number;
  /** Queries of one tenant that may wait for their turn. */
  readonly waitingPerTenant: number;
  readonly maxWaitMs: number;
}

export const defaultQueryLimits: QueryLimits = { perTenant: 4, total: 16, waitingPerTenant: 32, maxWaitMs: 15_000 };

/** Lets a query through when its turn has come; the function that comes back ends it, once. */
export interface QuerySlots {
  /**
   * First come, first served, except that a tenant at its limit lets the others pass.
   * @throws TooManyRequestsError when too many of the tenant's wait already, or this one has waited too long
   * @throws the signal's reason when it aborts meanwhile
   */
  take(tenant: string, signal: AbortSignal): Promise<() => void>;
}

interface Waiter {
  readonly tenant: string;
  go(): void;
}

/** Counts in this process; each replica has its own. */
export function createQuerySlots(limits: QueryLimits): QuerySlots {
  const running = new Map<string, number>();
  const waiting: Waiter[] = [];
  let total = 0;

  const runningOf = (tenant: string) => running.get(tenant) ?? 0;
  const mayStart = (tenant: string) => total < limits.total && runningOf(tenant) < limits.perTenant;

  function start(tenant: string): () => void {
    total += 1;
    running.set(tenant, runningOf(tenant) + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      total -= 1;
      const rest = runningOf(tenant) - 1;
      if (rest === 0) running.delete(tenant);
      else running.set(tenant, rest);
      const index = waiting.findIndex((waiter) => mayStart(waiter.tenant));
      if (index !== -1) waiting.splice(index, 1)[0]?.go();
    };
  }

  return {
    async take(tenant, signal) {
      signal.throwIfAborted();
      if (mayStart(tenant)) return start(tenant);
      if (waiting.filter((waiter) => waiter.tenant === tenant).length >= limits.waitingPerTenant) throw busy();
      return new Promise((resolve, reject) => {
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
        const timer = setTimeout(() => leave(busy()), limits.maxWaitMs);
        const onAbort = () => leave(signal.reason);
        const settle = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
        };
        signal.addEventListener('abort', onAbort);
        waiting.push(waiter);
      });
    },
  };
}

function busy(): TooManyRequestsError {
  return new TooManyRequestsError('Too many queries at once; wait for some to end.', 2, 'too_many_queries');
}
