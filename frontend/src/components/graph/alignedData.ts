import type uPlot from 'uplot';
import { upperBound } from '../../graph/buckets.ts';
import type { ChartData } from '../../graph/chartData.ts';

/** The numbers as the library takes them: times, then a row for each line. */
export function alignedOf({ kind, times, lines, buckets }: ChartData): uPlot.AlignedData {
  const drawn = (value: number | null) => (value === null || !buckets ? value : upperBound(value, buckets));
  if (kind === 'bars')
    return [[...times], ...lines.map((line, index) => (line.isBefore ? [...line.values] : stacked(lines, index)))];
  if (kind === 'lines') return [[...times], ...lines.map((line) => line.values.map(drawn))];
  return [[...times], times.map((_, index) => (index % 2 === 0 ? 0 : lines.length))];
}

/** Bars stand on each other: each row is its own line and all that follow, which are drawn over it. */
function stacked(lines: ChartData['lines'], from: number): (number | null)[] {
  const parts = lines.slice(from).filter(({ isBefore }) => isBefore !== true);
  return (lines[from]?.values ?? []).map((_, at) => {
    const values = parts.flatMap(({ values }) => values[at] ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
}
