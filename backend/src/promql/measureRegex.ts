import { readClass, readEscape } from './regexClass.ts';
import {
  alternate,
  anchor,
  concat,
  nothing,
  oneOf,
  plain,
  type RegexSize,
  repeat,
  withoutStrings,
} from './regexSize.ts';

/** Go's: larger counts, and products of counts inside each other, are refused before anything is compiled. */
const maxRepeats = 1_000;

const plainRow = /[^\\.+*?()|[{^$]+/uy;
const groupStart = /\((?:\?(?:P?<[^>]{0,200}>|[imsU-]*(:|\))))?/y;
const quantifier = /(?:\{(\d+)(,?)(\d*)\}|[*+?])\??/y;
const foldFlag = /\(\?[imsU]*i/;

/** A group that is open, or the whole pattern. */
interface Group {
  readonly isCapture: boolean;
  readonly branches: RegexSize[];
  /** What has been read of the branch, up to the part that a quantifier would be about. */
  branch: RegexSize;
  last: RegexSize;
  /** Whether that part is a plain character, which continues a row of them. */
  isLastPlain: boolean;
}

/**
 * Reads a pattern of RE2 as Go has it (https://pkg.go.dev/regexp/syntax), and never runs it. Where the pattern is wrong the size does not
 * matter: Go refuses it.
 */
export function measureRegex(pattern: string): RegexSize {
  // To take all of the pattern for what follows such a flag is simple, and estimates too much at worst.
  const foldsCase = foldFlag.test(pattern);
  const open: Group[] = [];
  let group = newGroup(false);
  let at = 0;

  function add(part: RegexSize, isPlain = false): void {
    if (group.last !== nothing) group.branch = concat(group.branch, group.last);
    group.last = part;
    group.isLastPlain = isPlain;
  }

  function addPlain(length: number): void {
    // A quantifier is about the last character alone.
    if (length > 1) add(plain(length - 1, group.isLastPlain), true);
    if (length > 0) add(plain(1, group.isLastPlain || length > 1), true);
  }

  while (at < pattern.length) {
    const row = matchAt(plainRow, pattern, at);
    if (row) {
      addPlain(row[0].length);
      at += row[0].length;
      continue;
    }
    const counts = matchAt(quantifier, pattern, at);
    if (counts) {
      group.last = quantified(group.last, counts, group.branch === nothing);
      group.isLastPlain = false;
      at += counts[0].length;
      continue;
    }
    switch (pattern[at]) {
      case '(': {
        const [text = '(', flags] = matchAt(groupStart, pattern, at) ?? [];
        at += text.length;
        if (flags === ')') break;
        open.push(group);
        group = newGroup(flags === undefined);
        break;
      }
      case ')': {
        const size = closed(group);
        group = open.pop() ?? newGroup(false);
        add(size);
        at += 1;
        break;
      }
      case '|':
        endBranch(group);
        at += 1;
        break;
      case '[': {
        const { size, end } = readClass(pattern, at, foldsCase);
        add(size);
        at = end;
        break;
      }
      case '\\': {
        if (pattern[at + 1] === 'Q') {
          const end = pattern.indexOf('\\E', at + 2);
          addPlain((end === -1 ? pattern.length : end) - at - 2);
          at = end === -1 ? pattern.length : end + 2;
          break;
        }
        const { end, point, characters, cost } = readEscape(pattern, at);
        if ('AzbB'.includes(pattern[at + 1] ?? ' ')) add(anchor);
        else if (point === undefined) add(oneOf(characters, cost));
        else addPlain(1);
        at = end;
        break;
      }
      case '.':
        add(oneOf(Number.POSITIVE_INFINITY, 1));
        at += 1;
        break;
      case '^':
      case '$':
        add(anchor);
        at += 1;
        break;
      default:
        // A brace that counts nothing.
        addPlain(1);
        at += 1;
    }
  }
  for (let outer = open.pop(); outer; outer = open.pop()) {
    const size = closed(group);
    group = outer;
    add(size);
  }
  return closed(group);
}

function newGroup(isCapture: boolean): Group {
  return { isCapture, branches: [], branch: nothing, last: nothing, isLastPlain: false };
}

function endBranch(group: Group): void {
  group.branches.push(concat(group.branch, group.last));
  group.branch = nothing;
  group.last = nothing;
  group.isLastPlain = false;
}

function closed(group: Group): RegexSize {
  endBranch(group);
  const size = alternate(group.branches);
  if (!group.isCapture) return size;
  return { ...size, instructions: size.instructions + 2, states: size.states + 2, captures: size.captures + 1 };
}

function quantified(one: RegexSize, [, least, comma, most]: RegExpExecArray, isFirst: boolean): RegexSize {
  const minimum = Number(least ?? 0);
  const hasEnd = (least !== undefined && most !== '') || comma === '';
  const maximum = comma === '' ? minimum : hasEnd ? Number(most) : minimum + 1;
  const refusedCount = Math.max(minimum, hasEnd ? maximum : 0);
  if (refusedCount * one.repeats > maxRepeats) return one;
  const size = repeat(one, minimum, maximum);
  return isFirst && minimum <= 1 && maximum > minimum ? withoutStrings(size) : size;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
