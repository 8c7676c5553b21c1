/** A number stays one; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export type CsvCell = string | number | null;

/** A table as RFC 4180 has it. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/** Spreadsheets run what begins so (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r\n]/;

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A name for the file: `page_views_by_path_7d.csv`. Holds nothing that a file system takes amiss. */
export function csvName(...parts: readonly string[]): string {
  const name = parts.map((part) => part.replaceAll('..', '_to_').replace(/[^\w-]+/g, '_')).join('_');
  return `${name}.csv`;
}
