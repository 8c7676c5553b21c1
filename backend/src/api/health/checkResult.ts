/** How a part of the system is. `absent`: not configured, so not missed. `degraded`: works, but late or in part. */
export type CheckStatus = 'up' | 'degraded' | 'down' | 'absent';

/** One check as callers see it: no address but that of a Pushgateway somebody has to act on, no other system's words. */
export interface CheckResult {
  readonly status: CheckStatus;
  readonly latencyMs?: number;
  /** One sentence of our own. */
  readonly detail?: string;
}

/** Never throws; gives up when the signal says so. */
export type HealthCheck = (signal: AbortSignal) => Promise<CheckResult>;
