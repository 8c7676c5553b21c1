import { describe, expect, it } from 'vitest';
import { durationMs } from './durations.ts';

describe('durationMs', () => {
  it.each([
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1y2w3d4h5m6s7ms', 365 * 86_400_000 + 2 * 604_800_000 + 3 * 86_400_000 + 4 * 3_600_000 + 306_007],
    ['0s', 0],
    ['15', 15_000],
    ['0.5', 500],
    ['1e1', 10_000],
  ])('%s', (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each(['', 'm', '5x', '5m1h', '5m5m', '-5m', '1.5h', '1 m', 'Infinity', '0x10'])('refuses %j', (text) => {
    expect(durationMs(text)).toBeUndefined();
  });
});
