import jwt from 'jsonwebtoken';
import type { SigningKey } from './signingKey.ts';

/** Grafana checks it at once; the rest is for clocks that differ. */
const assertionSeconds = 60;

/** What Grafana gets with each request, as X-JWT-Assertion: the login and no more. */
export function signGrafanaAssertion(userId: string, { privateKey }: SigningKey, now = Date.now()): string {
  return jwt.sign({ iat: Math.floor(now / 1000) }, privateKey, {
    algorithm: 'ES256',
    issuer: 'uvp',
    audience: 'grafana',
    subject: grafanaLogin(userId),
    notBefore: 0,
    expiresIn: assertionSeconds,
  });
}

/** The name that Grafana knows a person by: never reused, and no e-mail address, which could become another person's. */
function grafanaLogin(userId: string): string {
  return `u-${userId}`;
}
