import { describe, expect, it } from 'vitest';
import { type ForwardingState, pushgatewayCheck } from './pushgatewayCheck.ts';

type Gateways = ReturnType<ForwardingState['gateways']>;

const check = (gateways: Partial<Gateways>, lag = { tenants: 0, seconds: 0 }) =>
  pushgatewayCheck({
    lag: () => lag,
    gateways: () => ({ listed: 2, silent: [], departedSilent: [], ...gateways }),
  })(new AbortController().signal);

const waits = { tenants: 3, seconds: 12 };
const [a, b] = ['http://a:9091', 'http://b:9091'];

describe('pushgatewayCheck', () => {
  it.each([
    [{ listed: 0 }, 'absent', 'Not configured: totals stay in Postgres.'],
    [{ silent: [a] }, 'degraded', `1 of 2 Pushgateways do not answer: ${a}. The oldest of 3 tenants waits for 12 s.`],
    [{ silent: [a, b] }, 'down', 'No Pushgateway answers; samples are stored. The oldest of 3 tenants waits for 12 s.'],
    [
      { listed: 1, silent: [a] },
      'down',
      `The Pushgateway ${a} does not answer; samples are stored. The oldest of 3 tenants waits for 12 s.`,
    ],
  ])('names what does not answer: %#', async (gateways, status, detail) => {
    expect(await check(gateways, waits)).toEqual({ status, detail });
  });

  it('names a gateway that has left the list and does not answer, and the command that lets its tenants go', async () => {
    for (const [silent, status] of [
      [[], 'degraded'],
      [[b], 'degraded'],
      [[b, 'http://c:9091'], 'down'],
    ] as const) {
      const { detail, ...rest } = await check({ silent, departedSilent: [a] });
      expect(rest).toEqual({ status });
      expect(detail).toContain(`${a} is no longer in PUSHGATEWAY_URLS, still holds tenants and does not answer`);
      expect(detail).toContain(`npm run gateways -- forget ${a} `);
      expect(detail).toContain(`node backend/dist/gateways.js forget ${a})`);
    }
  });

  it('says when totals arrive late though all answer', async () => {
    expect(await check({}, waits)).toEqual({ status: 'up' });
    expect(await check({}, { tenants: 3, seconds: 31 })).toMatchObject({ status: 'degraded' });
  });
});
