import { describe, expect, it } from 'vitest';
import { parseHealth } from './health.ts';

const check = { status: 'up', latencyMs: 3 };

describe('parseHealth', () => {
  it('reads what the API says', () => {
    const body = {
      status: 'degraded',
      version: '0.1.0',
      uptimeSeconds: 12,
      checks: { database: check, pushgateway: { status: 'down', detail: 'Late.' }, prometheus: { status: 'absent' } },
    };
    expect(parseHealth(body)).toEqual({
      state: 'degraded',
      version: '0.1.0',
      uptimeSeconds: 12,
      checks: {
        database: { state: 'up', latencyMs: 3, detail: undefined },
        pushgateway: { state: 'down', latencyMs: undefined, detail: 'Late.' },
        prometheus: { state: 'absent', latencyMs: undefined, detail: undefined },
      },
    });
  });

  it('calls a part unknown when its state is missing or new', () => {
    const health = parseHealth({ status: 'ok', checks: { database: { status: 'napping' }, pushgateway: 'up' } });
    expect(health?.checks.database.state).toBe('unknown');
    expect(health?.checks.pushgateway.state).toBe('unknown');
    expect(health?.checks.prometheus.state).toBe('unknown');
  });

  it.each([[null], ['ok'], [[]], [{ status: 'ok' }], [{ checks: {} }], [{ status: 'fine', checks: {} }]])(
    'refuses %j, the answer of something else',
    (body) => {
      expect(parseHealth(body)).toBeUndefined();
    },
  );
});
