import type { TimeSeries } from '../api/prometheus.ts';
import { shownLabels } from '../graph/hiddenLabels.ts';

/** Numbers of one moment, each with the labels that tell it apart. */
export interface ResultTable {
  /** The name first, if any series has one, then labels by their names. */
  readonly labels: readonly string[];
  readonly rows: readonly { readonly labels: readonly string[]; readonly value: number }[];
}

export const MAX_ROWS = 1_000;

/** The last value of each series; those of a range in brackets have several. */
export function toTable(series: readonly TimeSeries[]): ResultTable {
  const shown = series.map(({ labels, points }) => ({ labels: shownLabels(labels), value: points.at(-1)?.[1] }));
  const names = [...new Set(shown.flatMap((one) => Object.keys(one.labels)))].sort();
  const labels = names.includes('__name__') ? ['__name__', ...names.filter((name) => name !== '__name__')] : names;
  const rows = shown.flatMap((one) =>
    one.value === undefined ? [] : [{ labels: labels.map((name) => one.labels[name] ?? ''), value: one.value }],
  );
  return { labels, rows };
}

/** The name of a column, for people. */
export function columnTitle(label: string): string {
  return label === '__name__' ? 'name' : label;
}

/** Every row with its exact value, as RFC 4180 has it. */
export function toCsv({ labels, rows }: ResultTable): string {
  const lines = [
    [...labels.map(columnTitle), 'value'].map(csvText),
    ...rows.map((row) => [...row.labels.map(csvText), String(row.value)]),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Visitors choose values of labels: without the apostrophe a spreadsheet would run one that begins like a formula. */
function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
