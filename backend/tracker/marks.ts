/** A piece of code, and the groups of features that it needs: one of each group. None is needed by a piece that is always there. */
export type TemplatePart = readonly [needs: readonly (readonly string[])[], code: string];

const mark = /[ \t]*\/\/! (?:if ([\w.|]+)|(end))\n/g;

/**
 * Cuts minified code at its marks. In the sources they are statements of their own, `//! if a|b` … `//! end`, and may be nested:
 * esbuild keeps such comments in place and moves no code across them, as long as they stand between whole statements. A jump (`return`,
 * `break`) directly inside a marked region would make it restructure what follows, so there must be none; the tests of every feature
 * catch that.
 * @throws Error when marks are not balanced.
 */
export function splitAtMarks(code: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const open: string[][] = [];
  let from = 0;
  const take = (to: number) => {
    if (to > from) parts.push([[...open], code.slice(from, to)]);
  };
  for (const found of code.matchAll(mark)) {
    take(found.index);
    from = found.index + found[0].length;
    if (found[1] !== undefined) open.push(found[1].split('|'));
    else if (!open.pop()) throw new Error('a mark `//! end` ends nothing');
  }
  take(code.length);
  if (open.length > 0) throw new Error(`the mark \`//! if ${open.at(-1)?.join('|')}\` is not ended`);
  if (parts.some(([, text]) => text.includes('//!'))) throw new Error('a mark was not understood');
  return parts;
}

/** The script of a page in three sections: the metric's own may be there several times, for several metrics. */
export interface Sections<T> {
  /** How all of them send. */
  readonly before: T;
  readonly metric: T;
  /** What they do when the page is left. */
  readonly after: T;
}

/**
 * Cuts the bundle of a page at `//! metric` and `//! all`, which stand where the sections begin.
 * @throws Error when one of the two is not there once, in this order
 */
export function splitSections(code: string): Sections<string> {
  const [before, rest = '', ...others] = code.split(/[ \t]*\/\/! metric\n/);
  const [metric, after, ...more] = rest.split(/[ \t]*\/\/! all\n/);
  if (before === undefined || metric === undefined || after === undefined || others.length + more.length > 0)
    throw new Error('the sections of the page are not marked once each, in order');
  return { before, metric, after };
}

/** The code that is left when only these features are wanted. */
export function keepParts(parts: readonly TemplatePart[], features: ReadonlySet<string>): string {
  return parts
    .filter(([needs]) => needs.every((group) => group.some((feature) => features.has(feature))))
    .map(([, code]) => code)
    .join('');
}
