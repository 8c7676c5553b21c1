import { describe, expect, it } from 'vitest';
import { acceptedForms } from '../testing/promqlForms.ts';
import { refusedForms } from '../testing/promqlRefusals.ts';
import { restrictQuery, restrictSelector, selectAll } from './restrict.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const matcher = `tenant="${tenantId}"`;
const withTenant = (sent: string) => sent.replaceAll(/([{,])T}/g, `$1${matcher}}`);

describe('restrictQuery', () => {
  it.each(acceptedForms)('$query', ({ query, sent }) => {
    expect(restrictQuery(query, { tenantId })).toBe(withTenant(sent));
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
    refused(`x{a="${'a'.repeat(20_000)}"}`).toThrow(/longer than 16384/);
  });

  it('writes what it reads again unchanged', () => {
    for (const { query } of acceptedForms) {
      const once = restrictQuery(query, { tenantId });
      expect(restrictQuery(once, 'everything')).toBe(once);
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
    expect(restrictQuery('sum(x{tenant="a"}) # c', 'everything')).toBe('sum ( {__name__="x",tenant="a"} )');
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
      '{',
      '\\',
    ];
    for (const fragment of hostile) {
      const startedAtMs = performance.now();
      expect(() => restrictQuery(fragment.repeat(16_384 / fragment.length), { tenantId })).toThrow();
      expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    }
  });
});

describe('restrictSelector', () => {
  it.each([
    ['x', `{__name__="x",${matcher}}`],
    ['{a="b"}', `{a="b",${matcher}}`],
    ['{}', `{${matcher}}`],
    [' x{} # c', `{__name__="x",${matcher}}`],
  ])('%s', (selector, sent) => {
    expect(restrictSelector(selector, { tenantId })).toBe(sent);
  });

  it.each(['x or y', 'sum(x)', '(x)', 'x offset 5m', 'x[5m]', '1', '"x"', '-x', 'x @ 1'])('refuses %s', (selector) => {
    expect(() => restrictSelector(selector, { tenantId })).toThrow(/must be a series selector/);
  });
});
