import { describe, expect, it } from 'vitest';
import { estimateSeries } from './estimate.ts';
import { emptyDraft, type MetricDraft } from './metricDraft.ts';

const estimate = (draft: Partial<MetricDraft>) => estimateSeries({ ...emptyDraft, ...draft });

describe('how many series a metric will have', () => {
  it.each([
    ['one for a counter without labels', {}, 1],
    ['one for each path of a usual website', { labels: { path: '$path' } }, 60],
    ['one for each label set', { labels: { path: '$path', device: '$device' } }, 180],
    ['one for each event', { labels: { event: '$event' }, trackingEvents: ['a', 'b', 'c'] }, 3],
    ['at least one event', { labels: { event: '$event' } }, 1],
    ['five for a label of one’s own', { labels: { plan: 'free' } }, 5],
    ['the buckets, +Inf, the sum and the count', { metricType: 'histogram', buckets: [1, 2] }, 5],
    ['usual buckets when none are given', { metricType: 'histogram', buckets: null }, 14],
    ['the quantiles, the sum and the count', { metricType: 'summary', quantiles: [0.5] }, 3],
    ['usual quantiles when none are given', { metricType: 'summary', quantiles: null }, 6],
  ] as const)('is %s', (_what, draft, series) => {
    expect(estimate(draft).series).toBe(series);
  });

  it('is over the limit only when it is more', () => {
    const labels = { path: '$path' };
    expect(estimate({ labels, maxSeries: 60 }).exceedsLimit).toBe(false);
    expect(estimate({ labels, maxSeries: 59 }).exceedsLimit).toBe(true);
  });
});

describe('a label that could explode', () => {
  const warningOf = (label: string, source: string) => estimate({ labels: { [label]: source } }).labels[0]?.warning;

  it.each(['id', 'user_id', 'session_token', 'Email', 'client_ip', 'order_time'])('is %s of one’s own', (label) => {
    expect(warningOf(label, '')).toContain('one value for each person or request');
  });

  it.each(['idea', 'plan', 'grid', 'sport', 'timeline'])('is not %s', (label) => {
    expect(warningOf(label, '')).toBe(undefined);
  });

  it('is a title or the size of a screen, but no name that the script fills with few values', () => {
    expect(warningOf('page', '$title')).toContain('$path is safer');
    expect(warningOf('size', '$screen')).toContain('$device is safer');
    expect(warningOf('id', '$path')).toBe(undefined);
  });
});
