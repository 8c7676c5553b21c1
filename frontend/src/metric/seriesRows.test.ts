import { expect, it } from 'vitest';
import { seriesRows } from './seriesRows.ts';

const lastSampleAt = '2026-11-28T12:00:00.000Z';
const none = { value: undefined, count: undefined, sum: undefined };
const one = { ...none, labels: { path: '/a' }, lastSampleAt, isOverflow: false };

it('has a column for each label, and the numbers of the type', () => {
  const labels = { path: '$path', plan: '' };
  expect(seriesRows({ labels, metricType: 'counter' }, [{ ...one, value: 3 }])).toEqual([
    ['path', 'plan', 'Value', 'Last sample', 'Note'],
    ['/a', '', 3, lastSampleAt, ''],
  ]);
  const distribution = { ...one, count: 2, sum: 5, lastSampleAt: null, isOverflow: true };
  expect(seriesRows({ labels, metricType: 'histogram' }, [distribution])).toEqual([
    ['path', 'plan', 'Count', 'Sum', 'Last sample', 'Note'],
    ['/a', '', 2, 5, null, 'past the limit'],
  ]);
});
