import type { SyntaxNode } from '@lezer/common';
import { hasNonEmptyMatcher, type Matcher } from './nonEmpty.ts';
import { refusal } from './refuse.ts';
import { platformMatcher, type TenantScope, tenantLabel } from './scope.ts';
import { decodeString, encodeString } from './strings.ts';

const metricLabel = '__name__';
const plainLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const plainMetric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const operators: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/** A selector as it is sent. */
export interface PrintedSelector {
  readonly sent: string;
  /** The author's matchers alone. */
  readonly own: string;
  /** Whether one of those does not match the empty string; undefined when only Prometheus can tell. */
  readonly isNonEmpty: boolean | undefined;
  /** The author's regular expressions. */
  readonly patterns: readonly string[];
}

/**
 * A selector written anew as `{__name__="x",a="b",tenant="…"}`. The name goes inside, where no word can be taken for a keyword, and
 * where Prometheus 2 can read names that had to be quoted in Prometheus 3. The tenant's matcher is ANDed with the author's own. So is
 * one that leaves out the platform's own series, unless the selector asks for one metric by its name.
 * @throws ValidationError for another tenant's id, a second name inside the braces, or a bad string
 */
export function printSelector(node: SyntaxNode, text: string, tenant: TenantScope | undefined): PrintedSelector {
  const names: string[] = [];
  let isNamedOutside = false;
  const matchers: Matcher[] = [];
  for (const child of childrenOf(node)) {
    if (child.name === 'Identifier') {
      isNamedOutside = true;
      names.push(checked(textOf(child, text), plainMetric));
    } else if (child.name !== 'LabelMatchers') throw unexpected(child);
    else {
      for (const part of childrenOf(child)) {
        if (part.name === 'QuotedLabelName') names.push(decodeString(textOf(onlyChild(part), text)));
        else matchers.push(readMatcher(part, text));
      }
    }
  }
  const namesInside = matchers.filter(({ label }) => label === metricLabel).length + names.length - 1;
  // Inside the braces, Prometheus takes several and ANDs them.
  if (isNamedOutside && namesInside > 0) throw refusal('a metric name is set twice');
  for (const { label, operator, value } of matchers) {
    if (tenant && label === tenantLabel && operator === '=' && value !== tenant.id) {
      throw refusal('the label tenant is set by the server; another tenant cannot be asked for');
    }
  }
  const all = [...names.map((value) => ({ label: metricLabel, operator: '=', value })), ...matchers];
  const own = all.map(({ label, operator, value }) => `${printLabel(label)}${operator}${encodeString(value)}`);
  const isNamed = all.some(({ label, operator, value }) => label === metricLabel && operator === '=' && value !== '');
  const added = !tenant ? [] : isNamed ? [tenant.matcher] : [platformMatcher, tenant.matcher];
  return {
    sent: `{${[...own, ...added].join(',')}}`,
    own: `{${own.join(',')}}`,
    isNonEmpty: hasNonEmptyMatcher(all),
    patterns: matchers.filter(({ operator }) => operator.endsWith('~')).map(({ value }) => value),
  };
}

/** The list of labels of `by`, `on` and the like. */
export function printGrouping(node: SyntaxNode, text: string): string {
  const labels = childrenOf(node).map((child) => {
    if (child.name === 'LabelName') return checked(textOf(child, text), plainLabel);
    if (child.name === 'QuotedLabelName') return printLabel(decodeString(textOf(onlyChild(child), text)));
    throw unexpected(child);
  });
  return `(${labels.join(',')})`;
}

function readMatcher(node: SyntaxNode, text: string): Matcher {
  const [name, match, literal, ...more] = childrenOf(node);
  if (!name || !match || literal?.name !== 'StringLiteral' || more.length > 0) throw unexpected(node);
  const operator = textOf(match, text);
  if (!operators.has(operator)) throw unexpected(match);
  const value = decodeString(textOf(literal, text));
  if (name.name === 'LabelName') return { label: checked(textOf(name, text), plainLabel), operator, value };
  if (name.name === 'QuotedLabelName') return { label: decodeString(textOf(onlyChild(name), text)), operator, value };
  throw unexpected(name);
}

/** Quoted only when it must be: Prometheus 2 knows no quoted labels. */
function printLabel(label: string): string {
  return plainLabel.test(label) ? label : encodeString(label);
}

/** Without comments, which the grammar allows anywhere. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

function onlyChild(node: SyntaxNode): SyntaxNode {
  const [child, ...more] = childrenOf(node);
  if (!child || more.length > 0) throw unexpected(node);
  return child;
}

function textOf(node: SyntaxNode, text: string): string {
  return text.slice(node.from, node.to);
}

function checked(word: string, shape: RegExp): string {
  if (!shape.test(word)) throw refusal(`a name is not one that PromQL can have`);
  return word;
}

function unexpected(node: SyntaxNode): Error {
  return refusal(`this form of PromQL is not supported here: ${node.name}`);
}
