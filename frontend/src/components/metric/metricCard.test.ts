// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { cardsOf } from '../../overview/cards.ts';
import type { CardText } from '../../overview/cardText.ts';
import { buildConfig, buildStats } from '../../testing/records.ts';
import { control, find, show, texts } from '../../testing/screen.ts';
import { metricCard } from './metricCard.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const text: CardText = {
  number: '12',
  unit: 's',
  what: 'last hour',
  change: { amount: '+20 %', words: 'vs. the hour before', tone: 'good' },
  verdict: undefined,
  note: '',
};

function make(config = buildConfig(), index = 0) {
  const pressed: string[] = [];
  const card = cardsOf(config)[index];
  if (!card) throw new Error('there is no card');
  const view = metricCard(card, () => pressed.push(card.key));
  return { view, pressed, root: show(view.element) };
}

describe('the card of a metric', () => {
  it('leads to its page, and says its number, its change, its state and its last sample', () => {
    const { view, root } = make();
    view.leadTo('#/metrics/metric-1?period=1h');
    expect(control<HTMLAnchorElement>(root, 'Visits').getAttribute('href')).toBe('#/metrics/metric-1?period=1h');
    expect(root.hasAttribute('data-pending')).toBe(true);
    view.showStats(buildStats({ total: 7, series: 1, lastSampleAt: minutesAgo(4) }), NOW);
    view.showText(text);
    expect(root.hasAttribute('data-pending')).toBe(false);
    expect(texts(root, '.card-value, .card-what, .card-change')).toEqual([
      '12 s',
      'last hour',
      '+20 % vs. the hour before',
    ]);
    expect(find(root, '[data-tone=good]').textContent).toBe('+20 %');
    expect([find(root, '.card-state').textContent, find(root, '.card-last').textContent]).toEqual([
      'Receiving',
      '4 min ago',
    ]);
    view.showStats(buildStats(), NOW);
    expect([find(root, '.card-state').textContent, find(root, '.card-last').textContent]).toEqual([
      'Waiting',
      'no sample yet',
    ]);
  });

  it('takes away what is no longer so', () => {
    const { view, root } = make();
    view.showText({ ...text, verdict: 'poor' });
    view.showGraph({ kind: 'bars', now: [1] });
    expect(root.querySelectorAll('.pill, .mini-graph, .card-change strong')).toHaveLength(3);
    view.showText({ ...text, number: '–', change: undefined });
    view.showGraph(undefined);
    expect(root.querySelectorAll('.pill, .mini-graph, .card-change strong')).toHaveLength(0);
    expect(find(root, '.card-value').textContent).toBe('– ');
  });

  it('is pinned by a button that says whether it is', () => {
    const { view, root, pressed } = make();
    const pin = control(root, 'Pin Visits');
    view.showPinned(false);
    pin.click();
    expect([pressed, pin.getAttribute('aria-pressed')]).toEqual([['metric-1'], 'false']);
    view.showPinned(true);
    expect(pin.getAttribute('aria-pressed')).toBe('true');
  });
});
