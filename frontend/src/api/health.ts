import { UnreachableError } from '../failure.ts';
import { fieldOf, getJson } from './request.ts';

/** How one part is. `absent`: not configured, so not missed; `unknown`: a state that this page was not written for. */
export type PartState = 'up' | 'degraded' | 'down' | 'absent' | 'unknown';

export interface Check {
  readonly state: PartState;
  readonly latencyMs: number | undefined;
  /** The API's own words, when it has any. */
  readonly detail: string | undefined;
}

export interface Health {
  /** `down`: samples cannot be stored. `degraded`: they are stored, but reach the graphs late. */
  readonly state: 'ok' | 'degraded' | 'down';
  readonly version: string | undefined;
  readonly uptimeSeconds: number | undefined;
  readonly checks: { readonly database: Check; readonly pushgateway: Check; readonly prometheus: Check };
}

/**
 * `GET /api/v1/health`, also when it says 503.
 * @throws UnreachableError
 */
export async function fetchHealth(signal: AbortSignal): Promise<Health> {
  const { body } = await getJson('api/v1/health', signal);
  const health = parseHealth(body);
  if (health === undefined) throw new UnreachableError('Something answers at this address, but not the health check.');
  return health;
}

/** Undefined when this is no answer of the health endpoint. */
export function parseHealth(body: unknown): Health | undefined {
  const state = oneOf(['ok', 'degraded', 'down'], fieldOf(body, 'status'));
  const checks = fieldOf(body, 'checks');
  if (state === undefined || typeof checks !== 'object' || checks === null) return undefined;
  return {
    state,
    version: textOf(fieldOf(body, 'version')),
    uptimeSeconds: numberOf(fieldOf(body, 'uptimeSeconds')),
    checks: {
      database: parseCheck(fieldOf(checks, 'database')),
      pushgateway: parseCheck(fieldOf(checks, 'pushgateway')),
      prometheus: parseCheck(fieldOf(checks, 'prometheus')),
    },
  };
}

function parseCheck(check: unknown): Check {
  return {
    state: oneOf(['up', 'degraded', 'down', 'absent'], fieldOf(check, 'status')) ?? 'unknown',
    latencyMs: numberOf(fieldOf(check, 'latencyMs')),
    detail: textOf(fieldOf(check, 'detail')),
  };
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((word) => word === value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
