/**
 * How large a part of a regular expression becomes in Prometheus: what Go compiles it to, and the strings that Prometheus makes when it
 * looks for a finite set of values that the expression matches (`findSetMatches` in model/labels/regexp.go). The numbers are rather too high than too low.
 */
export interface RegexSize {
  /** Instructions of the program. What costs as much to parse or to print as many instructions counts as many. */
  readonly instructions: number;
  /** Instructions, each counted as one. */
  readonly states: number;
  /** Groups that keep what they matched. Every state of a match in progress has room for all of them. */
  readonly captures: number;
  /** States that a match may be in at the same character; a plain character that is not repeated is none of them. */
  readonly alternatives: number;
  /** Characters of the shortest text that it matches. */
  readonly shortest: number;
  /** The largest product of counts inside each other, as `(a{10}){5}` has 50. */
  readonly repeats: number;
  /** How many strings it stands for; 0 where that ends the search: for more than 256, and for parts without an end. */
  readonly matches: number;
  /** Characters of the longest of them. */
  readonly length: number;
  /** How many strings Prometheus makes on the way to them, and the characters that it copies for that. */
  readonly strings: number;
  readonly copied: number;
  /** Work for the strings of the groups inside, each of which Prometheus may look at by itself. */
  readonly groupWork: number;
}

const maxMatches = 256;

export const nothing: RegexSize = {
  instructions: 0,
  states: 0,
  captures: 0,
  alternatives: 0,
  shortest: 0,
  repeats: 1,
  matches: 1,
  length: 0,
  strings: 0,
  copied: 0,
  groupWork: 0,
};

/** So many plain characters. The first of a row makes a string, which the others lengthen. */
export function plain(length: number, continuesRow: boolean): RegexSize {
  return {
    ...nothing,
    instructions: length,
    states: length,
    shortest: length,
    length,
    strings: continuesRow ? 0 : 1,
    copied: length,
  };
}

/** What a text is not longer for, such as the beginning of a line. */
export const anchor: RegexSize = { ...nothing, instructions: 1, states: 1 };

/** One character of so many. */
export function oneOf(characters: number, instructions: number): RegexSize {
  const strings = characters > maxMatches ? 1 : Math.max(1, characters);
  const matches = characters > maxMatches ? 0 : strings;
  return {
    ...nothing,
    instructions,
    states: 1,
    alternatives: 1,
    shortest: 1,
    matches,
    length: 1,
    strings,
    copied: strings,
  };
}

/** One after the other. Prometheus looks at the second once for each string of the first, until it has found too many. */
export function concat(first: RegexSize, second: RegexSize): RegexSize {
  const matches = first.matches * second.matches;
  const looks = Math.min(first.matches, second.matches === 0 ? 1 : Math.ceil((maxMatches + 1) / second.matches));
  return {
    instructions: first.instructions + second.instructions,
    states: first.states + second.states,
    captures: first.captures + second.captures,
    alternatives: first.alternatives + second.alternatives,
    shortest: first.shortest + second.shortest,
    repeats: Math.max(first.repeats, second.repeats),
    matches: matches > maxMatches ? 0 : matches,
    length: first.length + second.length,
    strings: first.strings + looks * second.strings,
    copied: first.copied + looks * (second.copied + second.strings * first.length),
    groupWork: first.groupWork + second.groupWork,
  };
}

/** `least` times or more, up to `most`. Prometheus writes out every repetition, and looks for strings up to the first that may be missing. */
export function repeat(one: RegexSize, least: number, most: number): RegexSize {
  const count = Math.max(1, least, most);
  const strings = least === 0 ? endless : least === most ? times(one, least) : concat(times(one, least), endless);
  return {
    ...strings,
    instructions: count * (one.instructions + 1),
    states: count * (one.states + 1),
    captures: count * one.captures,
    alternatives: count * (least === most ? one.alternatives : one.states + 1),
    shortest: least * one.shortest,
    repeats: count * one.repeats,
    groupWork: one.groupWork,
  };
}

/** A part that ends the search for strings. */
const endless: RegexSize = { ...nothing, matches: 0, strings: 1, copied: 1, length: 1 };

/** The same without its strings: Prometheus leaves out a part without an end that comes first. */
export function withoutStrings(part: RegexSize): RegexSize {
  return { ...part, matches: 1, strings: 0, copied: 0, length: 0 };
}

/** The strings of `count` in a row. Nine copies that multiply the matches are too many; others stand for one string each. */
function times(one: RegexSize, count: number): RegexSize {
  const written = Math.min(count, 9);
  let sum = one;
  for (let copies = 1; copies < written; copies += 1) sum = concat(sum, one);
  const rest = count - written;
  if (sum.matches === 0 || rest === 0) return sum;
  const lengthsBefore = rest * sum.length + (one.length * rest * (rest - 1)) / 2;
  return {
    ...sum,
    length: sum.length + rest * one.length,
    strings: sum.strings + rest * one.strings,
    copied: sum.copied + rest * one.copied + one.strings * lengthsBefore,
  };
}

/** What stands between the bars of a group, or of the whole expression. */
export function alternate(branches: readonly RegexSize[]): RegexSize {
  const sum = (field: keyof RegexSize) => branches.reduce((total, branch) => total + branch[field], 0);
  const largest = (field: keyof RegexSize) => branches.reduce((most, branch) => Math.max(most, branch[field]), 0);
  const matches = sum('matches');
  const states = sum('states') + branches.length - 1;
  const shortest = branches.reduce((least, branch) => Math.min(least, branch.shortest), Number.POSITIVE_INFINITY);
  // A branch that may be empty makes the others optional: a match may be about to begin any of them, or at each place of one.
  const isOptional = branches.length > 1 && shortest === 0;
  return {
    instructions: sum('instructions') + branches.length - 1,
    states,
    captures: sum('captures'),
    alternatives: sum('alternatives') + (isOptional ? Math.min(states, branches.length + largest('states')) : 0),
    shortest,
    repeats: largest('repeats'),
    matches: matches > maxMatches || branches.some((branch) => branch.matches === 0) ? 0 : matches,
    length: largest('length'),
    // Each branch stands for a string at least, so that the search ends after 256 branches.
    strings: Math.min(Math.max(1, sum('strings')), maxMatches * Math.max(1, largest('strings'))),
    copied: Math.min(sum('copied'), maxMatches * largest('copied')),
    groupWork: branches.reduce((total, branch) => total + branch.groupWork + stringWork(branch), 0),
  };
}

/** Microseconds that Prometheus 2.53 takes to make the strings, as measured: 0.4 for one, and 1 for 1,000 characters. */
function stringWork({ strings, copied }: RegexSize): number {
  return 0.4 * strings + copied / 1_000;
}
