import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { signGrafanaAssertion } from './grafanaAssertion.ts';
import { deriveSigningKey } from './signingKey.ts';

const secret = 'a secret of the server, with 32 bytes and more';
const userId = '2b0e9f6a-1111-4222-8333-444455556666';
const key = deriveSigningKey(secret);

describe('deriveSigningKey', () => {
  it('gives every replica the same key on P-256, and another secret another one', () => {
    expect(deriveSigningKey(secret).publicPem).toBe(key.publicPem);
    expect(deriveSigningKey(`${secret}!`).publicPem).not.toBe(key.publicPem);
    expect(createPublicKey(key.publicPem).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });
});

describe('signGrafanaAssertion', () => {
  it('is what grafana.ini expects, lives a minute, and names nothing but the login', () => {
    const token = signGrafanaAssertion(userId, key);
    const { header, payload } = jwt.verify(token, key.publicPem, { algorithms: ['ES256'], complete: true });
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT' });
    const iat = Number(Reflect.get(Object(payload), 'iat'));
    expect(payload).toEqual({ iss: 'uvp', aud: 'grafana', sub: `u-${userId}`, iat, nbf: iat, exp: iat + 60 });
  });
});
