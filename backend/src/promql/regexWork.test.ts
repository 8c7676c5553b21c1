import { describe, expect, it } from 'vitest';
import { restrictQuery } from './restrict.ts';

const scope = { tenantId: '11111111-1111-4111-8111-111111111111' };
const tooLarge = /^the regular expressions of this query are too large: use smaller repetition counts/;
const quoted = (pattern: string) => JSON.stringify(pattern);
const list = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join('|');
const matching = (pattern: string) => `x{a=~${quoted(pattern)}}`;
const replacing = (pattern: string) => `label_replace(x, "b", "$1", "a", ${quoted(pattern)})`;

describe('regular expressions of people', () => {
  it.each([
    ['counts', '.{1,100}'],
    ['large counts', '[a-z]{1,500}-.{1000}'],
    ['an identifier', '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}'],
    ['an address', '(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(:\\d{1,5})?'],
    ['folded case', '(?i).*(error|warn|größe)[^/]*'],
    ['parts of a path', '/users/[^/]+/orders/[^/]{1,36}(/.*)?'],
    ['scripts', '\\p{Greek}+|\\p{Lu}\\p{L}*'],
    ['a long list', list(11_000, (n) => `/page/${n}`)],
    ['a long list with an empty value', `(${list(9_000, (n) => `/page/${n}`)}|)`],
    ['a long list of escaped values', list(7_000, (n) => `/page/${n}\\.html`)],
    ['a long list in brackets', `https://example\\.com/(${list(9_000, (n) => `a-${n}`)}).*`],
    ['a long list of prefixes', list(9_000, (n) => `/page/${n}.*`)],
    ['a long list of contained words', list(7_000, (n) => `.*item ${n}.*`)],
    ['a list with parts of a path', list(150, (n) => `/page/[^/]+/${n}`)],
    ['a long list with classes', list(2_000, (n) => `/page/[0-9]+/${n}/.*`)],
    ['a list of dates', list(300, (n) => `20[0-9]{2}-[01][0-9]-[0-3][0-9]T${n}.*`)],
    ['a list of groups', list(1_000, (n) => `(page-${n}.*)`)],
  ])('are taken: %s', (_what, pattern) => {
    expect(restrictQuery(matching(pattern), scope).text).toContain('=~');
    expect(restrictQuery(`x{a!~${quoted(pattern)}}`, scope).text).toContain('!~');
  });

  it.each([
    ['all', '(.*)'],
    ['parts of an address', '([^:]+)(:\\d{1,5})?'],
    ['parts of a path', '/([^/]+)/([^/]+)/([^/]+).*'],
    ['an identifier', '.*([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}).*'],
    ['counts', '(.{1,100}).*'],
    ['a long list', list(5_000, (n) => `/page/${n}`)],
    ['a list of prefixes', `(${list(200, (n) => `/page/${n}.*`)})`],
  ])('are taken in label_replace(): %s', (_what, pattern) => {
    expect(restrictQuery(replacing(pattern), scope).text).toContain('label_replace');
  });

  it('are taken in every panel of a long query', () => {
    const one = `sum by (page) (rate(visits_total{page=~"/[a-z]+/.{1,50}",country!~"(?i)de|fr"}[5m]))`;
    expect(restrictQuery(Array(60).fill(one).join(' + '), scope).text).toContain('=~');
  });
});

describe('regular expressions that take Prometheus long', () => {
  it.each([
    ['repeated characters', 'x{1000}'.repeat(60)],
    ['repeated groups', '(x?){1000}'.repeat(4)],
    ['repeated groups inside each other', '(?:(?:x{10}y?){10}z*){10}'.repeat(100)],
    ['characters that are repeated after a set', '[a-p]{2}a{1000}a{1000}'],
    ['groups after a set', `[a-p]{2}${'(a)'.repeat(2_000)}`],
    ['sets deep inside', `${'(a'.repeat(100)}[a-p]{2}${'(b)'.repeat(100)}[^a]${')'.repeat(100)}`],
    ['a list of sets', list(3_000, (n) => `${n}[a-p][b-q].+`)],
    ['characters that are all but one', '[^/]'.repeat(500)],
    ['wide ranges of any case', `(?i)${'[B-\u{1e942}]'.repeat(200)}`],
    ['classes of Unicode', '\\pL'.repeat(12_500)],
    ['groups', '(.*)'.repeat(20_000)],
    ['optional parts', '(?:x?){1000}'.repeat(100)],
  ])('are refused: %s', (_what, pattern) => {
    expect(() => restrictQuery(matching(pattern), scope)).toThrow(tooLarge);
    expect(() => restrictQuery(`1 + sum(y{b!~${quoted(pattern)}})`, scope)).toThrow(tooLarge);
    expect(() => restrictQuery(matching(pattern), 'everything')).toThrow(tooLarge);
  });

  it('are added up over all selectors and calls of a query', () => {
    const part = matching('x{1000}'.repeat(10));
    expect(restrictQuery(Array(4).fill(part).join(' + '), scope).text).toContain('=~');
    expect(() => restrictQuery(Array(5).fill(part).join(' + '), scope)).toThrow(tooLarge);
  });

  it.each([
    ['repeated groups', '(x?){1000}'],
    ['optional characters', '(?:x?){600}'],
    ['many captures', '(x*)'.repeat(250)],
    ['any characters', '.*x'.repeat(1_000)],
    ['alternatives that may be empty', '(?:|a)'.repeat(1_000)],
  ])('are refused in label_replace() sooner: %s', (_what, pattern) => {
    const refused = /^the regular expressions of label_replace\(\) are too large/;
    expect(() => restrictQuery(replacing(pattern), scope)).toThrow(refused);
    expect(() => restrictQuery(`label_replace(x, "b", "$1", "a", (${quoted(pattern)}))`, scope)).toThrow(refused);
    expect(restrictQuery(`x{a="${pattern}"}`, scope).text).toContain(pattern);
  });

  it.each(['a{1001}', '(', 'a**', '[b-a]', '\\p{Nobody}', '(?<a>b)(?<a>c)', '(?:x{100}){100}'])(
    'are for Prometheus to refuse when they are wrong: %s',
    (pattern) => expect(restrictQuery(matching(pattern), scope).text).toContain('=~'),
  );
});
