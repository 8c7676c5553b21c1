import type { HealthCheck } from './checkResult.ts';

/** What the forwarder knows; nothing is asked for the check. */
export interface ForwardingState {
  lag(): { readonly tenants: number; readonly seconds: number };
  /** Gateways by name, which has no credentials. */
  gateways(): {
    readonly listed: number;
    readonly silent: readonly string[];
    /** Have left the list, hold tenants, and do not answer. */
    readonly departedSilent: readonly string[];
  };
}

const lateSeconds = 30;

/** Up when every gateway answers and no tenant has waited long; samples are stored in any case. */
export function pushgatewayCheck(forwarding: ForwardingState): HealthCheck {
  return async () => {
    const { listed, silent, departedSilent } = forwarding.gateways();
    const { tenants, seconds } = forwarding.lag();
    if (listed === 0) return { status: 'absent', detail: 'Not configured: totals stay in Postgres.' };
    const wait = seconds >= 1 ? ` The oldest of ${tenants} tenants waits for ${Math.round(seconds)} s.` : '';
    const departed = departedSilent.map((name) => ` ${adviceOnDeparted(name)}`).join('');
    if (silent.length === listed) {
      const who = listed === 1 ? `The Pushgateway ${silent[0]} does not answer` : 'No Pushgateway answers';
      return { status: 'down', detail: `${who}; samples are stored.${departed}${wait}` };
    }
    if (silent.length > 0) {
      const names = silent.join(', ');
      return {
        status: 'degraded',
        detail: `${silent.length} of ${listed} Pushgateways do not answer: ${names}.${departed}${wait}`,
      };
    }
    if (departed !== '') return { status: 'degraded', detail: `${departed.trimStart()}${wait}` };
    if (seconds >= lateSeconds) return { status: 'degraded', detail: `Totals arrive late.${wait}` };
    return { status: 'up' };
  };
}

/** Nobody but a person can know that a gateway will not come back. */
function adviceOnDeparted(name: string): string {
  return (
    `${name} is no longer in PUSHGATEWAY_URLS, still holds tenants and does not answer; their totals wait in Postgres. ` +
    `If it is gone for good: npm run gateways -- forget ${name} (in the container: node backend/dist/gateways.js forget ${name}).`
  );
}
