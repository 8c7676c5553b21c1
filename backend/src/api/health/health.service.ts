import type { CheckResult, HealthCheck } from './checkResult.ts';

/** Parts that are looked at. Samples can be stored as long as the database is up; the others only delay graphs. */
export interface HealthChecks<T> {
  readonly database: T;
  readonly pushgateway: T;
  readonly prometheus: T;
}

export interface HealthReport {
  /** `down`: samples cannot be stored. `degraded`: they are stored, but do not reach the graphs in time. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly checks: HealthChecks<CheckResult>;
}

/** What a load balancer is told. `stopping`: the process answers requests still, and will not for long. */
export interface ReadyReport extends Omit<HealthReport, 'status'> {
  readonly status: HealthReport['status'] | 'stopping';
}

/** What a live process says without asking anybody. */
export type LiveReport = Pick<HealthReport, 'version' | 'uptimeSeconds'> & { readonly status: 'ok' };

export interface HealthService {
  /** Runs all checks side by side, at most once a second however often it is asked. */
  report(): Promise<HealthReport>;
  /** The same, until the process begins to stop. */
  readiness(): Promise<ReadyReport>;
  live(): LiveReport;
  /** The process begins to stop. */
  drain(): void;
}

const checkTimeoutMs = 1_000;
const cacheMs = 1_000;

export function createHealthService(options: {
  version: string;
  checks: HealthChecks<HealthCheck>;
  /** Monotonic milliseconds. */
  now?: () => number;
}): HealthService {
  const { version, checks, now = () => performance.now() } = options;
  const startedAtMs = now();
  let isDraining = false;
  let cached: { report: Promise<HealthChecks<CheckResult>>; atMs: number } | undefined;

  const uptimeSeconds = () => Math.floor((now() - startedAtMs) / 1000);

  async function runChecks(): Promise<HealthChecks<CheckResult>> {
    const [database, pushgateway, prometheus] = await Promise.all([
      bounded(checks.database),
      bounded(checks.pushgateway),
      bounded(checks.prometheus),
    ]);
    return { database, pushgateway, prometheus };
  }

  async function report(): Promise<HealthReport> {
    if (!cached || now() - cached.atMs >= cacheMs) cached = { report: runChecks(), atMs: now() };
    const results = await cached.report;
    return { status: overall(results), version, uptimeSeconds: uptimeSeconds(), checks: results };
  }

  return {
    report,
    async readiness() {
      const health = await report();
      return isDraining ? { ...health, status: 'stopping' } : health;
    },
    live: () => ({ status: 'ok', version, uptimeSeconds: uptimeSeconds() }),
    drain() {
      isDraining = true;
    },
  };
}

function overall({ database, pushgateway, prometheus }: HealthChecks<CheckResult>): HealthReport['status'] {
  if (database.status === 'down') return 'down';
  const late = [database, pushgateway, prometheus].some(({ status }) => status === 'down' || status === 'degraded');
  return late ? 'degraded' : 'ok';
}

/** The check's result, or `down` when it takes longer than a second or throws after all. */
async function bounded(check: HealthCheck): Promise<CheckResult> {
  const timeout = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => {
      timeout.abort();
      resolve({ status: 'down', detail: `No answer within ${checkTimeoutMs / 1000} s.` });
    }, checkTimeoutMs);
  });
  try {
    return await Promise.race([check(timeout.signal), late]);
  } catch {
    return { status: 'down', detail: 'The check failed.' };
  } finally {
    clearTimeout(timer);
  }
}
