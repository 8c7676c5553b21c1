import { expect, it } from 'vitest';
import type { MetricStats } from '../api/metricConfigs.ts';
import { metricStateOf } from './metricState.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const stats = (more: Partial<MetricStats>): MetricStats => ({
  total: 0,
  series: 0,
  lastSampleAt: null,
  overflowing: false,
  rejections: [],
  ...more,
});
const refused = (minutesAgo: number) => [{ code: 'invalid_value', count: 1, lastAt: at(minutesAgo) }];

it.each([
  ['waiting', stats({})],
  ['receiving', stats({ lastSampleAt: at(1) })],
  ['silent', stats({ lastSampleAt: at(16) })],
  ['refusing', stats({ lastSampleAt: at(1), rejections: refused(2) })],
  ['receiving', stats({ lastSampleAt: at(1), rejections: refused(60) })],
  ['overflowing', stats({ lastSampleAt: at(1), overflowing: true })],
])('is %s', (state, given) => {
  expect(metricStateOf({ isActive: true }, given, now)).toBe(state);
  expect(metricStateOf({ isActive: false }, given, now)).toBe('off');
});
