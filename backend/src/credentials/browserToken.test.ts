import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BrowserTokenClaims, isBrowserToken, readBrowserToken, signBrowserToken } from './browserToken.ts';

const current = { id: 'k2', secret: randomBytes(32) };
const previous = { id: 'k1', secret: randomBytes(32) };
const apiKey = 'mk_01234567890123456789';
const otherKey = 'mk_01234567890123456780';

function claims(given: Partial<BrowserTokenClaims> = {}): BrowserTokenClaims {
  return { apiKey, metricConfigId: randomUUID(), tokenVersion: 1, ...given };
}

describe('browser tokens', () => {
  it('are read back as what they were signed for, and are the same every time', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (metricConfigId, tokenVersion) => {
        const given = claims({ metricConfigId, tokenVersion });
        const token = signBrowserToken(given, current);
        expect(isBrowserToken(token)).toBe(true);
        expect(signBrowserToken(given, current)).toBe(token);
        expect(readBrowserToken(token, apiKey, [current])).toEqual(given);
      }),
    );
  });

  it('hold no secret', () => {
    const token = signBrowserToken(claims(), current);
    expect(token).not.toContain(current.secret.toString('base64url'));
    expect(token).toMatch(/^mb_[a-z0-9]+\.[0-9a-z]+\.[\w-]{22}\.[\w-]{22}$/);
  });

  it('are void beside another API key', () => {
    expect(readBrowserToken(signBrowserToken(claims(), current), otherKey, [current])).toBeUndefined();
  });

  it('outlive the change of the signing key until the old one is taken off the list', () => {
    const given = claims();
    const old = signBrowserToken(given, previous);
    expect(readBrowserToken(old, apiKey, [current, previous])).toEqual(given);
    expect(readBrowserToken(old, apiKey, [current])).toBeUndefined();
  });

  it('are void when another key signed under the same name', () => {
    const forged = signBrowserToken(claims(), { id: 'k2', secret: randomBytes(32) });
    expect(readBrowserToken(forged, apiKey, [current])).toBeUndefined();
  });

  it('are void after any change of one character', () => {
    const token = signBrowserToken(claims({ tokenVersion: 7 }), current);
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.=/+ ';
    for (let i = 0; i < token.length; i += 1) {
      for (const other of alphabet) {
        if (other === token[i]) continue;
        const changed = token.slice(0, i) + other + token.slice(i + 1);
        expect(readBrowserToken(changed, apiKey, [current, previous]), changed).toBeUndefined();
      }
    }
  });

  it('are void with anything added, left out or written otherwise', () => {
    const token = signBrowserToken(claims(), current);
    const [head = '', version = '', ...rest] = token.split('.');
    const variants = [
      `${token}\n`,
      ` ${token}`,
      `${token}=`,
      token.slice(0, -1),
      [head, `0${version}`, ...rest].join('.'),
    ];
    for (const variant of [...variants, '', 'mb_', 'mb_....']) {
      expect(readBrowserToken(variant, apiKey, [current]), variant).toBeUndefined();
    }
  });

  it('cannot be raised to another version or moved to another configuration', () => {
    const [mine, other] = [claims(), claims()];
    const [head, version, config, mac] = signBrowserToken(mine, current).split('.');
    const [, , otherConfig] = signBrowserToken(other, current).split('.');
    expect(readBrowserToken([head, '2', config, mac].join('.'), apiKey, [current])).toBeUndefined();
    expect(readBrowserToken([head, version, otherConfig, mac].join('.'), apiKey, [current])).toBeUndefined();
  });
});
