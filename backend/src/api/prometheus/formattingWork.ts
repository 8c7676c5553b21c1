import type { Restricted } from '../../promql/restrict.ts';
import { invalid } from './times.ts';

/**
 * Most work to format a query: its characters, times its levels, times its levels and arguments. At every level, Prometheus writes the text
 * below it anew to see whether it fits a line. That copies the text once per level, and a list of arguments once per argument. This much
 * takes about half a second; a chain of 390 operators with 126,000 characters took 11 s.
 */
export const maxFormattingWork = 300_000_000;

/**
 * For formatting alone: Prometheus evaluates the same text without writing it.
 * @throws ValidationError when it is too much work
 */
export function checkFormattingWork({ text, depth, separators }: Restricted): void {
  if (text.length * depth * (depth + separators) > maxFormattingWork) {
    throw invalid('query', 'is too long, at so many levels, to be formatted');
  }
}
