import type uPlot from 'uplot';
import { upperBound } from '../../graph/buckets.ts';
import type { ChartData } from '../../graph/chartData.ts';

/** The numbers as the library takes them: times, then a row for each line. */
export function alignedOf({ kind, times, lines, buckets }: ChartData): uPlot.AlignedData {
  const drawn = (value: number | null) => (value === null || !buckets ? value : upperBound(value, buckets));
  if (kind === 'lines') return [[...times], ...lines.map((line) => line.values.map(drawn))];
  return [[...times], times.map((_, index) => (index % 2 === 0 ? 0 : lines.length))];
}
