import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays, datesId, periodChoices, readPeriod, startOfDay, stepEnds } from './period.ts';

const at = (text: string) => Math.floor(new Date(text).getTime() / 1_000);
const local = (seconds: number) => {
  const date = new Date(seconds * 1_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
};
const shown = (id: string, now: number) => {
  const period = readPeriod(id, now);
  if (!period) return undefined;
  return [period.fromSeconds, period.toSeconds, period.before.fromSeconds, period.before.toSeconds].map(local);
};

describe.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Auckland'])('a period in %s', (zone) => {
  beforeEach(() => vi.stubEnv('TZ', zone));
  afterEach(() => vi.unstubAllEnvs());

  it('is read from its name, with the one before', () => {
    const now = at('2026-11-25T14:30:00');
    const cases: Record<string, string[]> = {
      '1h': ['2026-11-25 13:30', '2026-11-25 14:30', '2026-11-25 12:30', '2026-11-25 13:30'],
      today: ['2026-11-25 00:00', '2026-11-25 14:30', '2026-11-24 00:00', '2026-11-24 14:30'],
      yesterday: ['2026-11-24 00:00', '2026-11-25 00:00', '2026-11-23 00:00', '2026-11-24 00:00'],
      week: ['2026-11-23 00:00', '2026-11-25 14:30', '2026-11-16 00:00', '2026-11-18 14:30'],
      month: ['2026-11-01 00:00', '2026-11-25 14:30'],
      '2026-11-02..2026-11-03': ['2026-11-02 00:00', '2026-11-04 00:00', '2026-10-31 00:00', '2026-11-02 00:00'],
      '30d': ['2026-10-27 00:00', '2026-11-25 14:30', '2026-09-27 00:00'],
    };
    for (const [id, expected] of Object.entries(cases)) {
      expect(shown(id, now)?.slice(0, Math.min(expected.length, 3)), id).toEqual(expected.slice(0, 3));
    }
  });

  it('never has one before that reaches into it, and as many bars as can be looked at', () => {
    const nows = [
      '2026-03-29T23:59:59',
      '2026-03-31T12:00:00',
      '2026-10-25T06:00:00',
      '2026-01-01T00:00:00',
      '2028-02-29T08:00:00',
    ];
    for (const now of nows.map(at)) {
      for (const { id } of periodChoices) {
        const period = readPeriod(id, now);
        if (!period) throw new Error(`${id} is no period`);
        expect(period.fromSeconds, id).toBeLessThanOrEqual(period.toSeconds);
        expect(period.before.fromSeconds, id).toBeLessThan(period.fromSeconds);
        expect(period.before.toSeconds, id).toBeLessThanOrEqual(period.fromSeconds);
        const ends = stepEnds(period);
        expect(ends.length, id).toBeLessThanOrEqual(92);
        expect(ends.at(-1), id).toBe(period.toSeconds);
        expect(
          [...ends].sort((a, b) => a - b),
          id,
        ).toEqual(ends);
      }
    }
  });

  it('has days that begin at midnight, in summer time too', () => {
    const period = readPeriod('90d', at('2026-05-01T10:00:00'));
    const ends = period ? stepEnds(period) : [];
    expect(ends).toHaveLength(90);
    for (const end of ends.slice(0, -1)) expect(end).toBe(startOfDay(end));
    expect(addDays(at('2026-03-28T00:00:00'), 2)).toBe(at('2026-03-30T00:00:00'));
  });
});

describe('a text', () => {
  it.each([
    '',
    '2h',
    'tomorrow',
    '2026-11-01',
    '2026-11-31..2026-12-01',
    '2026-12-02..2026-12-01',
    '2027-01-01..2027-01-02',
    'toString',
  ])('%j names no period', (id) => expect(readPeriod(id, at('2026-12-15T12:00:00'))).toBeUndefined());

  it('of two days is a period up to now, when the last one is today or later', () => {
    const now = at('2026-12-15T12:00:00');
    expect(readPeriod(datesId('2026-12-14', '2026-12-20'), now)?.toSeconds).toBe(now);
  });
});
