import { formatCount } from '../format.ts';
import { valueText } from '../metric/filters.ts';
import type { Bars } from '../period/counts.ts';
import { type ChartLine, MAX_LINES } from './chartData.ts';
import { type LineLooks, lookOf, restLook } from './lineLooks.ts';

type Row = Bars['rows'][number];

/** All counts together, as one line of bars. */
export function toBars({ ends, rows }: Bars): ChartLine[] {
  return [barLine('counted', added(rows, ends.length), { look: lookOf(0) })];
}

/** Bars for the values of a label with the most, and for all others together. */
export function toSplitBars({ ends, rows }: Bars, label: string, looks: LineLooks) {
  const textOf = ({ labels }: Row) => labels[label] ?? '';
  const ranked = [...rows].sort((a, b) => sumOf(b.counts) - sumOf(a.counts) || (textOf(a) < textOf(b) ? -1 : 1));
  const shown = ranked.slice(0, MAX_LINES);
  const rest = ranked.slice(MAX_LINES);
  const own = looks(label, shown.map(textOf));
  const lines = shown.map((row, index) =>
    barLine(valueText(textOf(row)), row.counts, { look: own[index] ?? lookOf(index) }),
  );
  if (rest.length > 0)
    lines.push(barLine(`other (${formatCount(rest.length, 'value')})`, added(rest, ends.length), { look: restLook }));
  return { lines, left: rest.length };
}

/** The counts of the period before, bar by bar. */
export function toBarsBefore({ rows }: Bars, count: number, name: string): ChartLine {
  return barLine(name, added(rows, count), { look: restLook, isBefore: true });
}

function barLine(
  name: string,
  counts: readonly (number | undefined)[],
  more: Pick<ChartLine, 'look' | 'isBefore'>,
): ChartLine {
  const values = counts.map((count) => count ?? null);
  const isKnown = values.some((value) => value !== null);
  return { name, values, now: isKnown ? sumOf(counts) : null, ...more };
}

function added(rows: readonly Row[], length: number): (number | undefined)[] {
  return Array.from({ length }, (_, bar) => {
    const counts = rows.flatMap((row) => row.counts[bar] ?? []);
    return counts.length === 0 ? undefined : sumOf(counts);
  });
}

function sumOf(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
