import { oneOf, type RegexSize } from './regexSize.ts';

/** A part of a pattern, and where it ends. */
export interface Part {
  readonly size: RegexSize;
  readonly end: number;
}

/**
 * A set of characters that reaches far beyond ASCII, such as `[^/]`, `\S` and `\p{Any}`. Go goes through its characters one by one when it
 * writes it, which takes 1.5 ms for nearly all that have another case.
 */
const wideCost = 1_600;
/** So many characters of a range take as long as an instruction. */
const charactersPerInstruction = 75;
/** No characters above have another case. */
const lastWithCase = 0x1e943;
/** A letter may have two others: k, K and the Kelvin sign. */
const casesOfLetter = 3;

const shorthand: ReadonlyMap<string, number> = new Map([
  ['d', 10],
  ['s', 5],
  ['w', 63],
]);
const escapeLetters: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);
const numbered = /\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|([0-7]{1,3}))/y;
const unicodeClass = /\\[pP](?:\{[^}]{0,60}\}|.)/suy;
const namedClass = /\[:(\^?)\w+:\]/y;

/** What a backslash begins: one character, or a set of them. */
interface Escape {
  readonly end: number;
  readonly point?: number;
  /** Of a set; more than 256 count as endless. */
  readonly characters: number;
  readonly cost: number;
}

/** By https://github.com/google/re2/wiki/Syntax, as far as Go has it. */
export function readEscape(pattern: string, at: number): Escape {
  const letter = pattern[at + 1] ?? '';
  const end = at + 2;
  const set = shorthand.get(letter.toLowerCase());
  if (set !== undefined) {
    const isNegated = letter !== letter.toLowerCase();
    return isNegated
      ? { end, characters: Number.POSITIVE_INFINITY, cost: wideCost }
      : { end, characters: set, cost: 3 };
  }
  if (letter === 'p' || letter === 'P') {
    unicodeClass.lastIndex = at;
    const length = unicodeClass.exec(pattern)?.[0].length ?? 2;
    return { end: at + length, characters: 256, cost: wideCost };
  }
  numbered.lastIndex = at;
  const number = numbered.exec(pattern);
  if (number) {
    const [text, long, short, octal] = number;
    const point = octal === undefined ? Number.parseInt(long ?? short ?? '', 16) : Number.parseInt(octal, 8);
    return { end: at + text.length, point, characters: 1, cost: 1 };
  }
  const point = escapeLetters.get(letter) ?? pattern.codePointAt(at + 1) ?? 0;
  return { end: point > 0xffff ? end + 1 : end, point, characters: 1, cost: 1 };
}

/** A class in brackets; one that is not closed goes to the end of the pattern. */
export function readClass(pattern: string, start: number, foldsCase: boolean): Part {
  const isNegated = pattern[start + 1] === '^';
  const first = isNegated ? start + 2 : start + 1;
  let cost = isNegated ? wideCost : 1;
  let characters = isNegated ? Number.POSITIVE_INFINITY : 0;
  let at = first;
  while (at < pattern.length && (pattern[at] !== ']' || at === first)) {
    namedClass.lastIndex = at;
    const named = namedClass.exec(pattern);
    if (named) {
      characters += named[1] === '^' ? Number.POSITIVE_INFINITY : 128;
      cost += named[1] === '^' ? wideCost : 5;
      at += named[0].length;
      continue;
    }
    const low = readMember(pattern, at);
    const isRange = low.point !== undefined && pattern[low.end] === '-' && (pattern[low.end + 1] ?? ']') !== ']';
    const high = isRange ? readMember(pattern, low.end + 1) : low;
    const width = Math.max(1, (high.point ?? 0) - (low.point ?? 0) + 1);
    characters += isRange ? width : low.characters;
    cost += low.cost + (isRange ? rangeCost(low.point ?? 0, high.point ?? 0, foldsCase) : 0);
    at = high.end;
  }
  return { size: oneOf(foldsCase ? casesOfLetter * characters : characters, cost), end: at + 1 };
}

function readMember(pattern: string, at: number): Escape {
  if (pattern[at] === '\\') return readEscape(pattern, at);
  const point = pattern.codePointAt(at) ?? 0;
  return { end: at + (point > 0xffff ? 2 : 1), point, characters: 1, cost: 1 };
}

/** Go looks up the other cases of each character twice where the pattern does not tell them apart. */
function rangeCost(low: number, high: number, foldsCase: boolean): number {
  const width = Math.max(0, Math.min(high, lastWithCase) - low);
  return Math.ceil((foldsCase ? 2 : 1) * (width / charactersPerInstruction));
}
