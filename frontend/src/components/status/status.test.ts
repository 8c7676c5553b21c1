// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { Check, Health } from '../../api/health.ts';
import { find } from '../../testing/screen.ts';
import { healthMessage } from './healthMessage.ts';
import { statusCard } from './statusCard.ts';
import { cardsIn, cardsOf } from './statusCards.ts';

const up: Check = { state: 'up', latencyMs: undefined, detail: undefined };

function health(checks: Partial<Health['checks']>, more: Partial<Health> = {}): Health {
  const all = { database: up, pushgateway: up, prometheus: up, ...checks };
  return { state: 'ok', version: undefined, uptimeSeconds: undefined, checks: all, ...more };
}

describe('the parts of the platform', () => {
  it('say how they are, in a word and in detail', () => {
    const cards = cardsOf(
      health(
        {
          database: { ...up, latencyMs: 0.2 },
          pushgateway: { ...up, state: 'degraded', detail: 'slow' },
          prometheus: { ...up, state: 'absent' },
        },
        { version: '1.2.3', uptimeSeconds: 90 },
      ),
    ).map(statusCard);
    expect(cards.map((card) => [find(card, 'h3').textContent, find(card, '.pill').textContent])).toEqual([
      ['API', 'Running'],
      ['Database', 'Running'],
      ['Pushgateway', 'Degraded'],
      ['Prometheus', 'Not used'],
    ]);
    expect(cards.map((card) => card.querySelector('.card-detail')?.textContent)).toEqual([
      'version 1.2.3, up for 1 min 30 s',
      'answers in 1 ms',
      'slow',
      undefined,
    ]);
  });

  it('are unknown in a state that the page was not written for', () => {
    const [, database] = cardsOf(health({ database: { ...up, state: 'unknown' } }));
    expect(database && find(statusCard(database), '.pill').textContent).toBe('Unknown');
  });

  it('are all down, or being looked at, with the API in a state of its own', () => {
    expect(cardsIn('unknown', 'down').map(({ state }) => state)).toEqual(['down', 'unknown', 'unknown', 'unknown']);
  });
});

describe('what it means', () => {
  it.each([
    ['ok', 'ok', 'counts exactly once'],
    ['degraded', 'warn', 'nothing is lost'],
    ['down', 'bad', 'try again later'],
  ] as const)('that it is %s', (state, tone, text) => {
    expect(healthMessage({ state })).toMatchObject({ tone, text: expect.stringContaining(text) });
  });
});
