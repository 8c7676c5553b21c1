import type { TimeSeries } from '../api/prometheus.ts';

/** One value of a label, with its number of a period. */
export interface BreakdownRow {
  /** Empty for series without the label. */
  readonly value: string;
  readonly number: number;
  /** Of all values together, from 0 to 1; absent where numbers cannot be added up. */
  readonly share?: number;
  /** How long the bar is, from 0 to 1. */
  readonly length: number;
}

/** How many rows are shown at first. */
export const FIRST_ROWS = 10;

const TITLES: Readonly<Record<string, string>> = {
  path: 'Top paths',
  referrer: 'Referrers',
  device: 'Devices',
  vital: 'Vitals',
};

/** What the table of a label is called. @param source what fills it in, such as `$path` */
export function breakdownTitle(label: string, source: string): string {
  const known = new Map(Object.entries(TITLES));
  return known.get(source.replace(/^\$/, '')) ?? known.get(label) ?? label;
}

/** The values of a label, the largest first. Of counts, values that did not occur in the period are left out. */
export function breakdownRows(answer: readonly TimeSeries[], label: string, isCount: boolean): BreakdownRow[] {
  const found = answer
    .map(({ labels, points }) => ({ value: labels[label] ?? '', number: points[0]?.[1] ?? Number.NaN }))
    .filter(({ number }) => Number.isFinite(number) && (!isCount || number > 0))
    .sort((a, b) => b.number - a.number || (a.value < b.value ? -1 : 1));
  const whole = found.reduce((sum, { number }) => sum + number, 0);
  const most = Math.max(0, ...found.map(({ number }) => Math.abs(number)));
  return found.map(({ value, number }) => ({
    value,
    number,
    ...(isCount && { share: number / whole }),
    length: most === 0 ? 0 : Math.abs(number) / most,
  }));
}

/** `42 %`, `0.4 %`; a share that is there is never 0. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}
