import { describe, expect, it } from 'vitest';
import { matchersOf, selectorOf, toggleFilter } from './filters.ts';
import { type MetricView, readMetricView, writeMetricView } from './metricView.ts';

const labels = { path: '$path', device: '$device', period: '', tab: '' };
const now = Date.parse('2026-11-28T12:00:00Z') / 1000;
const read = (query: string) => readMetricView(new URLSearchParams(query), labels, now);
const usual: MetricView = {
  period: '24h',
  filters: [],
  by: undefined,
  show: undefined,
  compare: false,
  tab: 'numbers',
};

describe('the address of a metric’s page', () => {
  it('is empty for what is usual', () => {
    expect(read('')).toEqual(usual);
    expect(writeMetricView(usual)).toBe('');
  });

  it.each<[string, Partial<MetricView>]>([
    ['period=7d&by=path&path=/pricing', { period: '7d', by: 'path', filters: [['path', '/pricing']] }],
    ['period=2026-11-01..2026-11-14&compare=1', { period: '2026-11-01..2026-11-14', compare: true }],
    ['by=', { by: '' }],
    ['path=', { filters: [['path', '']] }],
    ['show=rate&tab=settings', { show: 'rate', tab: 'settings' }],
    [
      'period=1h&label.period=spring&label.tab=2&tab=code',
      {
        period: '1h',
        filters: [
          ['period', 'spring'],
          ['tab', '2'],
        ],
        tab: 'code',
      },
    ],
    ['path=/a%26b%3Dc%22%23%3F+d', { filters: [['path', '/a&b=c"#? d']] }],
  ])('%s is read, and written as it was', (query, expected) => {
    expect(read(query)).toEqual({ ...usual, ...expected });
    expect(writeMetricView(read(query))).toBe(query);
  });

  it.each(['period=2h', 'period=__proto__', 'by=other', 'tab=none', 'compare=yes', 'other=1', '__proto__=1'])(
    'leaves out what it does not know: %s',
    (query) => {
      expect(read(query)).toEqual(usual);
    },
  );
});

describe('filters', () => {
  it('have one value for a label; the same one again takes it away', () => {
    const first = toggleFilter([], 'path', '/a');
    expect(toggleFilter(first, 'path', '/b')).toEqual([['path', '/b']]);
    expect(toggleFilter(toggleFilter(first, 'device', ''), 'path', '/a')).toEqual([['device', '']]);
  });

  it('take values literally, whatever they hold', () => {
    expect(matchersOf([['path', '/a"} or {x="\\\n']])).toEqual([String.raw`path="/a\"} or {x=\"\\\n"`]);
    expect(selectorOf('x', [['a', '']], ['quantile="0.5"'])).toBe('x{a="",quantile="0.5"}');
    expect(selectorOf('x', [])).toBe('x');
  });
});
