import { describe, expect, it } from 'vitest';
import { readPeriod } from '../period/period.ts';
import { tableIndices } from './tableTimes.ts';
import { timeRangeOf, timesOf } from './timeRange.ts';

describe('tableIndices', () => {
  const now = Date.parse('2026-03-04T05:06:07Z') / 1000;
  const rowsOf = (id: string) => {
    const period = readPeriod(id, now);
    if (!period) throw new Error(`${id} is no period`);
    const times = timesOf(timeRangeOf(period), now);
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

  it.each(['15m', '1h', '6h', '24h', '7d', '30d', '90d'])('are enough and not too many in %s', (id) => {
    expect(rowsOf(id).length).toBeGreaterThanOrEqual(7);
    expect(rowsOf(id).length).toBeLessThanOrEqual(13);
    expect(rowsOf(id).at(-1)).toBe('2026-03-04T05:06:07.000Z');
  });
});
