import { measureRegex } from './measureRegex.ts';
import { refusal } from './refuse.ts';

/**
 * Most work that the regular expressions of a request may be: microseconds of Prometheus 2.53, about, on one core. Prometheus compiles them
 * while it parses, and does not stop for a caller that leaves. `[a-p]{2}a{1000}a{1000}` took it 0.7 s; sixty times `(x?){1000}`, 15 GB.
 */
export const maxRegexWork = 300_000;

/**
 * Most states that a match of `label_replace()` may be in at a character. Prometheus does not look between two series whether the query has
 * been cancelled: 2,000 values of 100 characters took it 5 s with `(x?){1000}`.
 */
export const maxReplaceStates = 1_000;

/**
 * Prometheus looks once in 100 label values whether a query has been cancelled. 100 values of 100 characters take 50 microseconds for each
 * state that a match may be in; of these, a tenth counts, so that lists of thousands of alternatives stay possible.
 */
const workPerAlternative = 5;
/** Each state of a match has room for all captures, of 16 bytes each. 128 of them count like an instruction: 300,000 are 600 MB at most. */
const capturesPerInstruction = 128;
/** As many captures take `label_replace()` as long to copy from state to state as everything else of a state. */
const capturesPerState = 10;

/** What Prometheus has to do for the patterns together, in the unit of `maxRegexWork`. */
export function regexWork(patterns: readonly string[]): number {
  return patterns
    .map(measureRegex)
    .map(
      ({ instructions, states, alternatives, captures, groupWork }) =>
        instructions + groupWork + workPerAlternative * alternatives + (captures * states) / capturesPerInstruction,
    )
    .reduce((sum, work) => sum + work, 0);
}

/** @throws ValidationError for more work than is allowed */
export function checkRegexWork(work: number): void {
  if (work > maxRegexWork) {
    throw refusal(
      'the regular expressions of this query are too large: use smaller repetition counts and fewer groups',
    );
  }
}

/** @throws ValidationError when patterns of `label_replace()` would keep Prometheus long after a query has been cancelled */
export function checkReplacePatterns(patterns: readonly string[]): void {
  const states = patterns
    .map(measureRegex)
    .map(({ alternatives, captures }) => alternatives * Math.max(1, captures / capturesPerState))
    .reduce((sum, count) => sum + count, 0);
  if (states > maxReplaceStates) {
    throw refusal(
      'the regular expressions of label_replace() are too large: use smaller repetition counts and fewer groups',
    );
  }
}
