import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { checkBlanks } from './blanks.ts';
import { durationMs } from './durations.ts';
import { parseQuery } from './parse.ts';
import { refusal } from './refuse.ts';
import { checkRegexWork, checkReplacePatterns, regexWork } from './regexWork.ts';
import { platformMatcher, type Scope, tenantScope } from './scope.ts';
import { printGrouping, printSelector } from './selector.ts';
import { decodeString, encodeString } from './strings.ts';
import { aggregations, composites, fixedTokens, functions } from './words.ts';

/** Most evaluations that one subquery may ask for; without a step it has Prometheus's, taken as 30 s. */
export const maxSubquerySteps = 100_000;
/**
 * Most evaluations of one expression that a query may ask for: the points of a range query, times the steps of each subquery around the
 * expression. Subqueries multiply: three of 100,000 steps inside each other kept Prometheus busy for minutes.
 */
export const maxEvaluations = 2_000_000;

/**
 * Most samples of one series that ranges in brackets may hold, over all times that they are evaluated. Prometheus does not look between
 * two points of a series whether the query has been cancelled or its time is up: 400 million take it a few seconds.
 */
export const maxRangeSamples = 400_000_000;
/** Functions that sort the samples of each range take so many times as long as others. */
const sortingCost = 40;
const sortingFunctions: ReadonlySet<string> = new Set(['quantile_over_time', 'mad_over_time']);

const defaultSubqueryStepMs = 30_000;
const literal =
  /^(?:0x[0-9a-fA-F]+|(?:\d[\d_]*(?:\.[\d_]+)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?|(?:\d+(?:ms|[ywdhms]))+|inf|nan)$/i;

/** Prometheus's words for a query, and for a `match[]`, whose matchers all match the empty string: it would read every series. */
export const emptyQuery = 'parse error: vector selector must contain at least one non-empty matcher';
export const emptySelector = 'match[] must contain at least one non-empty matcher';

/** What the work of a query depends on besides its text. */
export interface Evaluation {
  /** How often a range query evaluates it; 1 for others. */
  readonly points: number;
  /** How far apart the samples of a series are: the shortest scrape interval. */
  readonly sampleIntervalMs: number;
}

/** A query at one time, and the scrape interval that prometheus.yml has. */
const usualEvaluation: Evaluation = { points: 1, sampleIntervalMs: 15_000 };

/** PromQL that may be sent to Prometheus. */
export interface Restricted {
  readonly text: string;
  /**
   * Selectors for Prometheus to parse, each once. When it says that one of them has no non-empty matcher, it would have said so of the
   * author's text. Empty when there is no doubt.
   */
  readonly unchecked: readonly string[];
  /** How many levels its tree has. */
  readonly depth: number;
  /** Commas between arguments, of all calls together. */
  readonly separators: number;
  /** What its regular expressions cost, in the unit of `maxRegexWork`. */
  readonly regexWork: number;
}

/**
 * The query as it may be sent to Prometheus: every selector in it has the tenant's matcher. The text is written anew from the tree.
 * What is outside of braces and quotes comes from closed lists of words and punctuation; names, labels and strings are decoded,
 * checked, and encoded in printable ASCII, so that Prometheus cannot read them otherwise than we did.
 * @throws ValidationError for text that is not PromQL, that asks for another tenant, for forms and functions not on the lists, or for more
 *   evaluations or larger regular expressions than are allowed
 */
export function restrictQuery(query: string, scope: Scope, evaluation: Partial<Evaluation> = {}): Restricted {
  return print(query, scope, false, { ...usualEvaluation, ...evaluation });
}

/**
 * The same for a `match[]`, which must be a selector and nothing else.
 * @throws ValidationError
 */
export function restrictSelector(selector: string, scope: Scope): Restricted {
  return print(selector, scope, true, usualEvaluation);
}

/** The selector of everything that the scope may see; undefined when that is everything. */
export function selectAll(scope: Scope): string | undefined {
  const tenant = tenantScope(scope);
  return tenant && `{${platformMatcher},${tenant.matcher}}`;
}

function print(text: string, scope: Scope, selectorOnly: boolean, evaluation: Evaluation): Restricted {
  const tenant = tenantScope(scope);
  const { tree, depth } = parseQuery(text);
  checkBlanks(tree, text);
  if (selectorOnly && tree.topNode.getChild('VectorSelector') === null) {
    throw refusal('match[] must be a series selector, such as visits_total{page="/"}');
  }
  const output: string[] = [];
  const unchecked = new Set<string>();
  const patterns: string[] = [];
  const replacePatterns: string[] = [];
  let separators = 0;
  let position = 0;
  /** How often what is being read is evaluated. */
  let evaluations = evaluation.points;

  /** What stands between nodes: punctuation, one token a character. Blanks and comments have been judged by `checkBlanks`. */
  function punctuateUpTo(end: number): void {
    for (const character of text.slice(position, end)) {
      if (character === ',') separators += 1;
      if ('()[],:'.includes(character)) output.push(character);
      else if (!' \t\r\n'.includes(character)) throw refusal('this form of PromQL is not supported here');
    }
    position = end;
  }

  /** Writes a node that is handled as a whole; false keeps the walk out of it. */
  function write(node: SyntaxNodeRef, printed: string): false {
    output.push(printed);
    position = node.to;
    return false;
  }

  tree.iterate({
    enter(node) {
      punctuateUpTo(node.from);
      const { name } = node;
      const source = text.slice(node.from, node.to);
      const fixed = fixedTokens.get(name);
      if (fixed !== undefined) return write(node, fixed);
      switch (name) {
        case 'LineComment':
          position = node.to;
          return false;
        case 'VectorSelector': {
          const { sent, own, isNonEmpty, patterns: ofSelector } = printSelector(node.node, text, tenant);
          patterns.push(...ofSelector);
          if (isNonEmpty === false) throw refusal(selectorOnly ? emptySelector : emptyQuery);
          if (tenant && isNonEmpty === undefined) unchecked.add(own);
          return write(node, sent);
        }
        case 'GroupingLabels':
          return write(node, printGrouping(node.node, text));
        case 'StringLiteral': {
          const value = decodeString(source);
          // Names of labels among them are patterns of no size.
          if (functionAround(node.node, text) === 'label_replace') replacePatterns.push(value);
          return write(node, encodeString(value));
        }
        case 'NumberDurationLiteral':
        case 'NumberDurationLiteralInDurationContext':
          return write(node, printNumber(source));
        case 'UnaryOp':
          return write(node, source === '-' ? '-' : '+');
        case 'AggregateOp':
          return write(node, known(source.toLowerCase(), aggregations));
        case 'FunctionIdentifier':
          return write(node, known(source, functions));
      }
      if (!composites.has(name)) throw refusal(`this form of PromQL is not supported here: ${name}`);
      if (name === 'MatrixSelector') {
        const samples = Math.max(1, readRange(node, text).rangeMs / evaluation.sampleIntervalMs);
        const cost = sortingFunctions.has(functionAround(node.node, text)) ? sortingCost : 1;
        if (evaluations * samples * cost > maxRangeSamples) throw refusal(tooManySamples);
      }
      if (name === 'SubqueryExpr') {
        evaluations *= subquerySteps(readRange(node, text));
        if (evaluations > maxEvaluations) throw refusal(tooManyEvaluations);
      }
      return true;
    },
    leave(node) {
      punctuateUpTo(node.to);
      if (node.name === 'SubqueryExpr') evaluations /= subquerySteps(readRange(node, text));
    },
  });
  const work = regexWork([...patterns, ...replacePatterns]);
  checkRegexWork(work);
  checkReplacePatterns(replacePatterns);
  return { text: output.join(' '), unchecked: [...unchecked], depth, separators, regexWork: work };
}

function known(word: string, words: ReadonlySet<string>): string {
  if (!words.has(word)) throw refusal(`${word.slice(0, 40)}() cannot be used here`);
  return word;
}

/** A number or duration; its sign may stand apart. */
function printNumber(source: string): string {
  const [, sign = '', digits = ''] = /^([+-]?)\s*(\S+)$/.exec(source) ?? [];
  if (!literal.test(digits)) throw refusal('a number is not one that PromQL can have');
  return sign + digits;
}

const tooManyEvaluations =
  'nested subqueries, or a subquery over so many points, would be evaluated too often: make ranges shorter or steps longer';

const tooManySamples =
  'a range in brackets, evaluated at so many points, would read too many samples: make it shorter or the step longer';

/** The name of the innermost function that the node is an argument of; empty when there is none. */
function functionAround(node: SyntaxNode, text: string): string {
  let call = node.parent;
  while (call && call.name !== 'FunctionCall') call = call.parent;
  const name = call?.getChild('FunctionIdentifier');
  return name ? text.slice(name.from, name.to) : '';
}

/** What stands in square brackets. */
interface Range {
  readonly rangeMs: number;
  readonly stepMs: number;
}

/** @throws ValidationError for arithmetic in the brackets */
function readRange(node: SyntaxNodeRef, text: string): Range {
  const [rangeMs = 0, stepMs = defaultSubqueryStepMs] = node.node.getChildren('DurationExpr').map((duration) => {
    const number = duration.getChild('NumberDurationLiteralInDurationContext');
    const ms = number && durationMs(text.slice(number.from, number.to).replaceAll('_', ''));
    if (ms === null || ms === undefined) throw refusal('a range in brackets must be a duration such as 5m');
    return ms;
  });
  return { rangeMs, stepMs };
}

/** @throws ValidationError for more than are allowed */
function subquerySteps({ rangeMs, stepMs }: Range): number {
  if (rangeMs > maxSubquerySteps * stepMs) {
    throw refusal(`a subquery has more than ${maxSubquerySteps} steps: make its range shorter or its step longer`);
  }
  return stepMs > 0 ? Math.max(1, Math.ceil(rangeMs / stepMs)) : 1;
}
