import type { SampleValue } from './metricKind.ts';

/** What a sample of a histogram or summary has observed. */
export function observations({ value }: SampleValue): readonly number[] {
  return typeof value === 'number' ? [value] : (value ?? []);
}

/** What keeps a metric of observations from taking a sample. @param typeName for people */
export function observationFault({ value, op }: SampleValue, typeName: string): string | undefined {
  if (op === 'add') return addFault;
  if (value === undefined) return `a ${typeName} needs an observation, or a list of them`;
  const isNegative = typeof value === 'number' ? value < 0 : value.some((one) => one < 0);
  return isNegative ? 'observations must be 0 or more' : undefined;
}

/** Of every type but gauges. */
export const addFault = 'op `add` is for gauges; a counter is an increment anyway';
