import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretShaped } from './apiKeySecret.ts';
import { isBrowserToken, readBrowserToken, signBrowserToken } from './browserToken.ts';
import { isSiteToken, readSiteToken, signSiteToken } from './siteToken.ts';

const current = { id: 'k2', secret: randomBytes(32) };
const previous = { id: 'k1', secret: randomBytes(32) };
const apiKey = 'mk_01234567890123456789';
const otherKey = 'mk_01234567890123456780';
const claims = { apiKey, tokenVersion: 1 };

describe('site tokens', () => {
  it('are read back as what they were signed for, and are the same every time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (tokenVersion) => {
        const given = { apiKey, tokenVersion };
        const token = signSiteToken(given, current);
        expect(isSiteToken(token)).toBe(true);
        expect(signSiteToken(given, current)).toBe(token);
        expect(readSiteToken(token, apiKey, [current])).toEqual(given);
      }),
    );
  });

  it('hold no secret', () => {
    const token = signSiteToken(claims, current);
    expect(token).not.toContain(current.secret.toString('base64url'));
    expect(token).toMatch(/^mt_[a-z0-9]+\.[0-9a-z]+\.[\w-]{22}$/);
  });

  it('are void beside another API key', () => {
    expect(readSiteToken(signSiteToken(claims, current), otherKey, [current])).toBeUndefined();
  });

  it('outlive the change of the signing key until the old one is taken off the list', () => {
    const old = signSiteToken(claims, previous);
    expect(readSiteToken(old, apiKey, [current, previous])).toEqual(claims);
    expect(readSiteToken(old, apiKey, [current])).toBeUndefined();
  });

  it('are void when another key signed under the same name', () => {
    const forged = signSiteToken(claims, { id: 'k2', secret: randomBytes(32) });
    expect(readSiteToken(forged, apiKey, [current])).toBeUndefined();
  });

  it('are void after any change of one character', () => {
    const token = signSiteToken({ apiKey, tokenVersion: 7 }, current);
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.=/+ ';
    for (let i = 0; i < token.length; i += 1) {
      for (const other of alphabet) {
        if (other === token[i]) continue;
        const changed = token.slice(0, i) + other + token.slice(i + 1);
        expect(readSiteToken(changed, apiKey, [current, previous]), changed).toBeUndefined();
      }
    }
  });

  it('are void with anything added, left out or written otherwise', () => {
    const token = signSiteToken(claims, current);
    const [head = '', version = '', mac = ''] = token.split('.');
    const variants = [`${token}\n`, ` ${token}`, `${token}=`, token.slice(0, -1), `${head}.0${version}.${mac}`];
    for (const variant of [...variants, '', 'mt_', 'mt_...']) {
      expect(readSiteToken(variant, apiKey, [current]), variant).toBeUndefined();
    }
  });

  it('cannot be raised to another version', () => {
    const [head, , mac] = signSiteToken(claims, current).split('.');
    expect(readSiteToken([head, '2', mac].join('.'), apiKey, [current])).toBeUndefined();
  });

  it('are neither secrets nor tokens of a metric, and cannot be made from one', () => {
    const token = signSiteToken(claims, current);
    const ofMetric = signBrowserToken({ ...claims, metricConfigId: randomUUID() }, current);
    expect([isBrowserToken(token), isSecretShaped(token), isSiteToken(ofMetric)]).toEqual([false, false, false]);
    expect(readBrowserToken(token, apiKey, [current])).toBeUndefined();
    expect(readSiteToken(ofMetric, apiKey, [current])).toBeUndefined();
    const [head = '', version, , mac] = ofMetric.split('.');
    expect(readSiteToken([head.replace('mb_', 'mt_'), version, mac].join('.'), apiKey, [current])).toBeUndefined();
  });
});
