import { describe, expect, it } from 'vitest';
import { tableIndices } from './tableTimes.ts';
import { ranges, timeRange, timesOf } from './timeRange.ts';

describe('tableIndices', () => {
  const now = Date.parse('2026-03-04T05:06:07Z') / 1000;
  const rowsOf = (id: (typeof ranges)[number]['id']) => {
    const times = timesOf(timeRange(id, now), now);
    return tableIndices(times).map((index) => new Date((times[index] ?? 0) * 1000).toISOString());
  };

  it('are round moments and the last one', () => {
    expect(rowsOf('15m').map((row) => row.slice(11, 19))).toEqual([
      '04:52:00',
      '04:54:00',
      '04:56:00',
      '04:58:00',
      '05:00:00',
      '05:02:00',
      '05:04:00',
      '05:06:00',
      '05:06:07',
    ]);
    expect(rowsOf('1h').map((row) => row.slice(11, 16))).toEqual([
      '04:10',
      '04:20',
      '04:30',
      '04:40',
      '04:50',
      '05:00',
      '05:06',
    ]);
  });

  it.each(ranges)('are enough and not too many in a range of $title', ({ id }) => {
    expect(rowsOf(id).length).toBeGreaterThanOrEqual(7);
    expect(rowsOf(id).length).toBeLessThanOrEqual(13);
    expect(rowsOf(id).at(-1)).toBe('2026-03-04T05:06:07.000Z');
  });
});
