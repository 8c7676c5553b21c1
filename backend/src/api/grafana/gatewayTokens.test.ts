import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGatewayTokens } from './gatewayTokens.ts';
import { deriveSigningKey } from './signingKey.ts';

const secret = 'a secret of the server, with 32 bytes and more';
const config = { secret, previousSecret: undefined, ttlSeconds: 3_600 };
const bearer = { userId: '2b0e9f6a-1111-4222-8333-444455556666', tokenVersion: 3 };
const key = deriveSigningKey(secret);
const tokens = createGatewayTokens(config, key);

afterEach(() => {
  vi.useRealTimers();
});

describe('deriveSigningKey', () => {
  it('gives every replica the same key on P-256, and another secret another one', () => {
    expect(deriveSigningKey(secret).publicPem).toBe(key.publicPem);
    expect(deriveSigningKey(`${secret}!`).publicPem).not.toBe(key.publicPem);
    expect(createPublicKey(key.publicPem).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });
});

describe('the assertion', () => {
  it('is what grafana.ini expects, lives a minute, and names nothing but the login', () => {
    const token = tokens.signAssertion(bearer.userId);
    const { header, payload } = jwt.verify(token, key.publicPem, { algorithms: ['ES256'], complete: true });
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT' });
    const iat = Number(Reflect.get(Object(payload), 'iat'));
    expect(payload).toEqual({
      iss: 'uvp',
      aud: 'grafana',
      sub: `u-${bearer.userId}`,
      iat,
      nbf: iat,
      exp: iat + 60,
    });
  });
});

describe('tickets and sessions', () => {
  it('come back as they were signed, each ticket with an id of its own', () => {
    const [first, second] = [tokens.signTicket(bearer, '/d/x'), tokens.signTicket(bearer, '/d/x')].map(
      tokens.readTicket,
    );
    expect(first).toEqual({ ...bearer, path: '/d/x', id: expect.stringMatching(/^[\w-]{22}$/) });
    expect(second?.id).not.toBe(first?.id);
    expect(tokens.readSession(tokens.signSession(bearer))).toMatchObject(bearer);
  });

  it('are not taken for each other, nor for a session of the API, nor the other way round', () => {
    const ofTheApi = jwt.sign({ ver: 3 }, secret, {
      issuer: 'uvp',
      audience: 'uvp-api',
      subject: bearer.userId,
      expiresIn: 60,
    });
    const sameAudience = jwt.sign({ ver: 3 }, secret, {
      issuer: 'uvp',
      audience: 'uvp-grafana-session',
      subject: bearer.userId,
      expiresIn: 60,
    });
    for (const token of [tokens.signTicket(bearer, '/'), ofTheApi, sameAudience, 'x', '']) {
      expect(tokens.readSession(token)).toBeUndefined();
    }
    expect(tokens.readTicket(tokens.signSession(bearer))).toBeUndefined();
    expect(() => jwt.verify(tokens.signSession(bearer), secret)).toThrow();
  });

  it('end: a ticket after 30 seconds, a session with its time', () => {
    vi.useFakeTimers();
    const [ticket, session] = [tokens.signTicket(bearer, '/'), tokens.signSession(bearer)];
    vi.advanceTimersByTime(29_000);
    expect(tokens.readTicket(ticket)).toBeDefined();
    vi.advanceTimersByTime(2_000);
    expect(tokens.readTicket(ticket)).toBeUndefined();
    expect(tokens.readSession(session)).toBeDefined();
    vi.advanceTimersByTime(3_600_000);
    expect(tokens.readSession(session)).toBeUndefined();
  });

  it('outlive a change of the secret while the old one is accepted', () => {
    const changed = { secret: `${secret} and new`, previousSecret: secret, ttlSeconds: 60 };
    const after = createGatewayTokens(changed, key);
    expect(after.readSession(tokens.signSession(bearer))).toBeDefined();
    expect(
      createGatewayTokens({ ...changed, previousSecret: undefined }, key).readSession(tokens.signSession(bearer)),
    ).toBeUndefined();
  });
});
