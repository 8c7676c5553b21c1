import type { HealthCheck } from './checkResult.ts';

/** What the forwarder knows; nothing is asked for the check. */
export interface ForwardingState {
  lag(): { readonly tenants: number; readonly seconds: number };
  gateways(): { readonly listed: number; readonly reachable: number };
}

const lateSeconds = 30;

/** Up when every gateway answers and no tenant has waited long; samples are stored in any case. */
export function pushgatewayCheck(forwarding: ForwardingState): HealthCheck {
  return async () => {
    const { listed, reachable } = forwarding.gateways();
    const { tenants, seconds } = forwarding.lag();
    if (listed === 0) return { status: 'absent', detail: 'Not configured: totals stay in Postgres.' };
    const wait = seconds >= 1 ? ` The oldest of ${tenants} tenants waits for ${Math.round(seconds)} s.` : '';
    if (reachable === 0)
      return { status: 'down', detail: `The Pushgateway does not answer; samples are stored.${wait}` };
    if (reachable < listed)
      return { status: 'degraded', detail: `${listed - reachable} of ${listed} gateways do not answer.${wait}` };
    if (seconds >= lateSeconds) return { status: 'degraded', detail: `Totals arrive late.${wait}` };
    return { status: 'up' };
  };
}
