import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/records.ts';
import { keyWarnings, overlapOf, siteTokenOverlapOf } from './keyWarnings.ts';
import { originFault } from './origins.ts';
import { isUsableKey, oldestUsableKey } from './usableKey.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();
const limited = { allowedOrigins: ['https://shop.example'] };

describe('what the owner of a key should know', () => {
  it.each([
    ['that it has expired', { ...limited, expiresAt: inDays(0) }, ['It has expired']],
    ['that it soon will', { ...limited, expiresAt: inDays(13.9) }, ['It expires in 13 d 21 h']],
    ['nothing when that is far away', { ...limited, expiresAt: inDays(14) }, []],
    ['that any website can send', { allowedOrigins: [] }, ['Without allowed origins']],
    ['both', { allowedOrigins: [], expiresAt: inDays(1) }, ['It expires in 1 d', 'Without allowed origins']],
    ['only that, once it has expired', { allowedOrigins: [], expiresAt: inDays(-1) }, ['It has expired']],
    ['nothing when it is off', { isActive: false, expiresAt: inDays(-1), allowedOrigins: [] }, []],
    ['nothing when all is well', limited, []],
  ])('is %s', (_what, key, begins) => {
    const warnings = keyWarnings(buildKey(key), NOW);
    expect(warnings.map((text, index) => text.slice(0, begins[index]?.length))).toEqual(begins);
  });

  it('is how long what was replaced still works', () => {
    const key = buildKey({ previousSecretExpiresAt: inDays(1), previousSiteTokenExpiresAt: inDays(0.5) });
    expect(overlapOf(key, NOW)).toBe('The secret from before works for 1 d more.');
    expect(siteTokenOverlapOf(key, NOW)).toBe('The site token from before works for 12 h more.');
    expect(overlapOf(key, NOW + 86_400_000)).toBe(undefined);
    expect(overlapOf(buildKey(), NOW)).toBe(undefined);
  });
});

describe('a key that can be used', () => {
  it.each([
    [{ isActive: true, expiresAt: null }, true],
    [{ isActive: true, expiresAt: inDays(0.001) }, true],
    [{ isActive: true, expiresAt: inDays(0) }, false],
    [{ isActive: false, expiresAt: null }, false],
  ])('%j: %s', (key, expected) => {
    expect(isUsableKey(key, NOW)).toBe(expected);
  });

  it('is the oldest one when none is named', () => {
    const [off, first, second] = [buildKey({ isActive: false }), buildKey({ id: '1' }), buildKey({ id: '2' })];
    expect(oldestUsableKey([off, first, second], NOW)).toBe(first);
    expect(oldestUsableKey([off], NOW)).toBe(undefined);
  });
});

describe('an allowed origin', () => {
  it.each([
    'https://shop.example',
    'http://localhost:8080',
    'https://*.shop.example',
    'https://shop.example/',
    'HTTPS://Shop.Example',
  ])('may be %s', (text) => {
    expect(originFault(text)).toBe(undefined);
  });

  it.each([
    'shop.example',
    'https://shop.example/path',
    'https://*',
    'https://shop.*.example',
    'https://me@shop.example',
    'https://shop.example?x',
    'ftp://shop.example',
    '*',
    'https://',
    'https://a b',
  ])('is not %s', (text) => {
    expect(originFault(text)).toContain('must be origins');
  });
});
