/** One matcher of a selector, its value decoded. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** Alternatives of letters, `.+` and the like, none of them empty: no need to read regular expressions to see what they match. */
const neverEmpty = /^(?:[\w/:, -]|\.\+)+(?:\|(?:[\w/:, -]|\.\+)+)*$/;

/**
 * Whether one of the matchers does not match the empty string, which Prometheus asks of every selector. Undefined when that depends on
 * a regular expression: those of a caller are never run here, so Prometheus has to tell.
 */
export function hasNonEmptyMatcher(matchers: readonly Matcher[]): boolean | undefined {
  const verdicts = matchers.map(refusesEmpty);
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

function refusesEmpty({ operator, value }: Matcher): boolean | undefined {
  if (operator === '=') return value !== '';
  if (operator === '!=') return value === '';
  const isNegated = operator === '!~';
  if (value === '') return isNegated;
  return neverEmpty.test(value) ? !isNegated : undefined;
}
