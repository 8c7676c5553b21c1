import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { type DemoSeries, STEP_SECONDS } from './demoHistory.ts';
import { startDemoPrometheus } from './demoPrometheus.ts';

export interface HistoryDashboard extends Dashboard {
  readonly tenant: TestTenant;
}

/** How far a history goes on after its beginning, so that it does not end while it is looked at. */
const AHEAD_SECONDS = 180;

/**
 * A dashboard over a real Prometheus that holds a made-up past of one account.
 * @param hours how long the past is
 * @param make the account's series without job and tenant, from its moments
 */
export async function startHistoryDashboard(
  hours: number,
  make: (times: readonly number[]) => readonly DemoSeries[],
): Promise<HistoryDashboard> {
  const port = await choosePort();
  const dashboard = await startDashboard({ PROMETHEUS_URL: `http://127.0.0.1:${port}` });
  const tenant = await dashboard.server.signUp();
  const end = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS + AHEAD_SECONDS;
  const count = (hours * 3600) / STEP_SECONDS;
  const times = Array.from({ length: count }, (_, index) => end - (count - 1 - index) * STEP_SECONDS);
  const history = make(times).map((one) => ({ ...one, labels: { job: 'uvp', tenant: tenant.id, ...one.labels } }));
  releasePort(port);
  const prometheus = await startDemoPrometheus(port, history, times);
  return {
    ...dashboard,
    tenant,
    async stop() {
      await dashboard.stop();
      await prometheus.stop();
    },
  };
}

/** A total that grows by the same amount every minute. */
export function steady(times: readonly number[], perMinute: number): number[] {
  return times.map((_, index) => (index * perMinute * STEP_SECONDS) / 60);
}

/** A total that grows in the last minutes only. */
export function inLastMinutes(times: readonly number[], minutes: number, perMinute: number): number[] {
  const from = (times.at(-1) ?? 0) - AHEAD_SECONDS - minutes * 60;
  return times.map((time) => (Math.max(0, time - from) * perMinute) / 60);
}

/** A total that grew until some minutes ago. */
export function untilMinutesAgo(times: readonly number[], minutes: number, perMinute: number): number[] {
  const to = (times.at(-1) ?? 0) - AHEAD_SECONDS - minutes * 60;
  return times.map((time) => ((Math.min(time, to) - (times[0] ?? 0)) * perMinute) / 60);
}
