import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acceptedForms } from '../testing/promqlForms.ts';
import { refusedForms } from '../testing/promqlRefusals.ts';
import { restrictQuery, restrictSelector, selectAll } from './restrict.ts';
import { platformMatcher } from './scope.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const matcher = `tenant="${tenantId}"`;
const withTenant = (sent: string) =>
  sent.replaceAll(/([{,])T}/g, `$1${matcher}}`).replaceAll(/([{,])P,/g, `$1${platformMatcher},`);

describe('restrictQuery', () => {
  it.each(acceptedForms)('$query', ({ query, sent }) => {
    expect(restrictQuery(query, { tenantId }).text).toBe(withTenant(sent));
  });

  it.each(refusedForms)('refuses %j', (query, reason) => {
    expect(() => restrictQuery(query, { tenantId })).toThrow(reason);
  });

  it('knows well over a hundred forms', () => {
    expect(acceptedForms.length).toBeGreaterThan(130);
    expect(refusedForms.length).toBeGreaterThan(70);
  });

  it('refuses what is too long or too deep', () => {
    const refused = (query: string) => expect(() => restrictQuery(query, { tenantId }));
    refused(`${'('.repeat(500)}x${')'.repeat(500)}`).toThrow(/nested too deeply/);
    refused(Array.from({ length: 500 }, () => 'x').join('+')).toThrow(/nested too deeply/);
    refused(`x{a="${'a'.repeat(140_000)}"}`).toThrow(/longer than 131072 characters/);
    refused(`x{${'a="b",'.repeat(5_000)}}`).toThrow(/longer than 16384 characters, not counting what is in quotes/);
    refused(`x # ${'a'.repeat(20_000)}`).toThrow(/longer than 16384/);
  });

  it('takes long strings', () => {
    const values = Array.from({ length: 3_000 }, () => '6b1f0f0e-0000-4000-8000-000000000002').join('|');
    expect(restrictQuery(`x{a=~"${values}"}`, { tenantId }).text).toBe(`{__name__="x",a=~"${values}",${matcher}}`);
  });

  it('writes what it reads again unchanged', () => {
    for (const { query } of acceptedForms) {
      const once = restrictQuery(query, { tenantId }).text;
      expect(restrictQuery(once, 'everything').text).toBe(once);
    }
  });

  it.each(['', 'x', '11111111-1111-4111-8111-11111111111', `${tenantId}"`, 'T'.repeat(36)])(
    'never makes a query for the tenant %j',
    (id) => {
      expect(() => restrictQuery('x', { tenantId: id })).toThrow(/must not be forwarded/);
      expect(() => selectAll({ tenantId: id })).toThrow(/must not be forwarded/);
    },
  );

  it('gives an operator everything, through the same checks', () => {
    expect(restrictQuery('sum(x{tenant="a"}) # c', 'everything').text).toBe('sum ( {__name__="x",tenant="a"} )');
    expect(selectAll('everything')).toBeUndefined();
    expect(() => restrictQuery('info(x)', 'everything')).toThrow(/cannot be used/);
  });

  it('answers hostile text quickly', () => {
    const hostile = [
      '-',
      '(',
      'sum(',
      'x[5m:1m]',
      'abs(',
      'x+',
      'x{',
      '"',
      '`',
      '#\n',
      'sum by ',
      '@ 1 ',
      'a="b",',
      '#`\n',
      '"\\',
      '{',
      '\\',
    ];
    for (const fragment of hostile) {
      for (const length of [16_384, 131_072]) {
        // The processor's time: others may use it meanwhile.
        const startedAt = process.cpuUsage();
        expect(() => restrictQuery(fragment.repeat(length / fragment.length), { tenantId })).toThrow();
        const { user, system } = process.cpuUsage(startedAt);
        expect((user + system) / 1_000, fragment).toBeLessThan(1_000);
      }
    }
  });
});

describe('matchers that match the empty string', () => {
  const uncheckedOf = (query: string) => restrictQuery(query, { tenantId }).unchecked;

  it.each(['{}', 'sum({ })', '{a=""}', '{a!="b"}', '{__name__=""}', '{a=~""}', '{a!~"b|c"}', 'x + {a!~".+"}'])(
    'are not enough: %s',
    (query) => {
      expect(() => restrictQuery(query, { tenantId })).toThrow(
        /^parse error: vector selector must contain at least one/,
      );
      expect(() => restrictQuery(query, 'everything')).toThrow(/non-empty matcher/);
    },
  );

  it.each(['x', 'x{a=~".*"}', '{a="b",c=~".*"}', '{a!=""}', '{a=~"b|c"}', '{a=~".+_total"}', '{a!~""}'])(
    'do not matter beside another one: %s',
    (query) => expect(uncheckedOf(query)).toEqual([]),
  );

  it('are for Prometheus to find where they are regular expressions, without the matchers of the server', () => {
    expect(uncheckedOf('{a=~".*"}')).toEqual(['{a=~".*"}']);
    expect(uncheckedOf('sum(x) + sum by (a) ({a!~"b?",c=""}) / {d=~"(e)"}')).toEqual(['{a!~"b?",c=""}', '{d=~"(e)"}']);
    expect(uncheckedOf('{a=~".*"} or { a =~ \'.*\' }')).toEqual(['{a=~".*"}']);
    expect(restrictSelector('{a=~".*"}', { tenantId }).unchecked).toEqual(['{a=~".*"}']);
    expect(restrictQuery('{a=~".*"}', 'everything').unchecked).toEqual([]);
  });
});

describe('the matcher that leaves out the series of the platform', () => {
  it('knows every recording rule, and what the gateway adds', () => {
    const rules = readFileSync(new URL('../../../prometheus/rules/recording.yml', import.meta.url), 'utf8');
    const recorded = [...rules.matchAll(/record: (\S+)/g)].map(([, name]) => name);
    expect(recorded.length).toBeGreaterThan(1);
    const left = new RegExp(`^(?:${/"(.*)"/.exec(platformMatcher)?.[1]})$`);
    for (const name of [...recorded, 'push_time_seconds', 'push_failure_time_seconds', 'ALERTS']) {
      expect(name).toMatch(left);
      expect(restrictQuery(`max(${name})`, { tenantId }).text).not.toContain('!~');
    }
    expect('my_push_time_seconds').not.toMatch(left);
  });
});

describe('restrictSelector', () => {
  it('says in the words of Prometheus that a selector is empty', () => {
    const empty = 'match[] must contain at least one non-empty matcher';
    expect(() => restrictSelector('{a=""}', { tenantId })).toThrow(empty);
  });

  it.each([
    ['x', `{__name__="x",${matcher}}`],
    ['{a="b"}', `{a="b",${platformMatcher},${matcher}}`],
    [' x{} # c', `{__name__="x",${matcher}}`],
  ])('%s', (selector, sent) => {
    expect(restrictSelector(selector, { tenantId }).text).toBe(sent);
  });

  it.each(['x or y', 'sum(x)', '(x)', 'x offset 5m', 'x[5m]', '1', '"x"', '-x', 'x @ 1'])('refuses %s', (selector) => {
    expect(() => restrictSelector(selector, { tenantId })).toThrow(/must be a series selector/);
  });
});
