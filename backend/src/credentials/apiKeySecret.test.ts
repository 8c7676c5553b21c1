import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateApiKey, hashSecret, isKeyShaped, isSecretShaped, secretMatches } from './apiKeySecret.ts';
import { crc32 } from './crc32.ts';

describe('generateApiKey', () => {
  it('makes pairs of the promised shape, no two alike', () => {
    const pairs = Array.from({ length: 200 }, generateApiKey);
    for (const { apiKey, apiSecret, secretHash, secretLast4 } of pairs) {
      expect(apiKey).toMatch(/^mk_[0-9A-Za-z]{20}$/);
      expect(apiSecret).toMatch(/^ms_live_[0-9A-Za-z]{49}$/);
      expect([isKeyShaped(apiKey), isSecretShaped(apiSecret)]).toEqual([true, true]);
      expect(secretHash).toMatch(/^[0-9a-f]{64}$/);
      expect(secretHash).not.toContain(apiSecret.slice(8));
      expect(secretLast4).toBe(apiSecret.slice(-4));
      expect(secretMatches(apiSecret, secretHash)).toBe(true);
    }
    expect(new Set(pairs.flatMap(({ apiKey, apiSecret }) => [apiKey, apiSecret])).size).toBe(400);
  });
});

describe('isSecretShaped', () => {
  const { apiSecret } = generateApiKey();

  it('sees every change of one character', () => {
    for (let i = 0; i < apiSecret.length; i += 1) {
      const other = apiSecret[i] === 'a' ? 'b' : 'a';
      expect(isSecretShaped(apiSecret.slice(0, i) + other + apiSecret.slice(i + 1))).toBe(false);
    }
  });

  it.each([
    '',
    'ms_live_',
    `${apiSecret}\n`,
    ` ${apiSecret}`,
    apiSecret.slice(0, -1),
    `${apiSecret}0`,
    apiSecret.toUpperCase(),
  ])('refuses %j', (text) => expect(isSecretShaped(text)).toBe(false));
});

describe('secretMatches', () => {
  it('takes the one secret, and no stored hash that is malformed', () => {
    const [one, other] = [generateApiKey(), generateApiKey()];
    expect(secretMatches(one.apiSecret, other.secretHash)).toBe(false);
    expect(secretMatches(one.secretHash, one.secretHash)).toBe(false);
    for (const stored of ['', 'zz', one.secretHash.slice(2), `${one.secretHash}00`]) {
      expect(secretMatches(one.apiSecret, stored)).toBe(false);
    }
    expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('isKeyShaped', () => {
  it.each([
    '',
    'mk_',
    'mk_0123456789012345678',
    'mk_012345678901234567890',
    'mk_0123456789012345678\n',
    'mk_0123456789012345678-',
  ])('refuses %j', (text) => expect(isKeyShaped(text)).toBe(false));
});

describe('crc32', () => {
  it('is the one of the standard', () => expect(crc32('123456789')).toBe(0xcbf43926));

  it.runIf(typeof zlibCrc32 === 'function')("agrees with zlib's", () => {
    const agrees = fc.property(fc.stringMatching(/^[ -~]*$/), (text) => crc32(text) === zlibCrc32(text));
    fc.assert(agrees);
  });
});
