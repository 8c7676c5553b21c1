import { limits } from '../contract.generated.ts';
import { formatNumber } from '../format.ts';
import { numbersFault } from './numberList.ts';

const { buckets, quantiles, maxSeries } = limits.metric;

/** What a summary has that names no quantiles. */
export const usualQuantiles: readonly number[] = [0.5, 0.9, 0.95, 0.99];

/** What is wrong with the buckets of a histogram, as they are typed. */
export function bucketsFault(text: string): string | undefined {
  return numbersFault(text, buckets, (one) => one >= 0, '0 or more');
}

/** What is wrong with the quantiles of a summary, as they are typed. */
export function quantilesFault(text: string): string | undefined {
  return numbersFault(text, quantiles, (one) => one > 0 && one < 1, 'between 0 and 1');
}

export function maxSeriesFault(text: string): string | undefined {
  const isAllowed = /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= maxSeries;
  return isAllowed ? undefined : `must be a whole number from 1 to ${formatNumber(maxSeries)}`;
}
