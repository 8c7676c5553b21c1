import type { ReachableGateway } from './leases.ts';

/** Pushes that are made at the same time. */
export const parallelPushes = 4;

/**
 * One round of pushes. A gateway that turns out to be unwell is left alone until the next round, or its tenants, who have waited
 * longest, would keep those of the others waiting.
 */
export interface Round {
  readonly startedAtMs: number;
  /** Gateways that answered when the round began and have not been given up since; also such as have left the list. */
  reachable(): ReachableGateway[];
  isReachable(gatewayUrl: string): boolean;
  /** A push has failed. One may be the tenant's own trouble; as many as are made at once are the gateway's. */
  failed(gatewayUrl: string): void;
  /** The gateway does not answer. */
  giveUp(gatewayUrl: string): void;
}

export function createRound(answered: readonly ReachableGateway[]): Round {
  const gateways = new Map(answered.map((gateway) => [gateway.url, gateway]));
  const failures = new Map<string, number>();
  return {
    startedAtMs: performance.now(),
    reachable: () => [...gateways.values()],
    isReachable: (url) => gateways.has(url),
    failed(url) {
      const count = (failures.get(url) ?? 0) + 1;
      failures.set(url, count);
      if (count >= parallelPushes) gateways.delete(url);
    },
    giveUp: (url) => void gateways.delete(url),
  };
}
