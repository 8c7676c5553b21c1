import { hkdfSync, randomBytes } from 'node:crypto';
import jwt, { type JwtPayload } from 'jsonwebtoken';
import type { Config } from '../../config.ts';
import type { SigningKey } from './signingKey.ts';

/** Whose token it is, and of which generation of the account's sessions (`users.token_version`). */
export interface Bearer {
  readonly userId: string;
  readonly tokenVersion: number;
}

/** What a ticket is good for. */
export interface Ticket extends Bearer {
  /** Unique; whoever redeems the ticket first uses it up. */
  readonly id: string;
  /** Path below `/grafana`, with its query. */
  readonly path: string;
}

/** From the click to the page that it opens. */
export const ticketSeconds = 30;
/** Grafana checks it at once; the rest is for clocks that differ. */
const assertionSeconds = 60;

const issuer = 'uvp';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The tokens of the gateway. Their keys are derived from JWT_SECRET for this purpose alone, so none of them is a session of the API,
 * and a session of the API is none of them.
 */
export function createGatewayTokens(config: Config['jwt'], signingKey: SigningKey) {
  const secrets = [config.secret, config.previousSecret].filter((secret) => secret !== undefined).map(gatewayKey);
  const [current = Buffer.alloc(0)] = secrets;
  const sign = (audience: string, { userId, tokenVersion }: Bearer, expiresIn: number, more: object = {}) =>
    jwt.sign({ ver: tokenVersion, ...more }, current, {
      algorithm: 'HS256',
      issuer,
      audience,
      subject: userId,
      expiresIn,
    });

  function read(audience: string, token: string): (Bearer & { readonly payload: JwtPayload }) | undefined {
    for (const secret of secrets) {
      try {
        const payload = jwt.verify(token, secret, { algorithms: ['HS256'], issuer, audience });
        if (typeof payload === 'string') return undefined;
        const { sub, ver, exp } = payload;
        if (sub === undefined || !uuid.test(sub) || !Number.isInteger(ver) || exp === undefined) return undefined;
        return { userId: sub, tokenVersion: ver, payload };
      } catch {
        // Not by this secret, or no longer: try the other.
      }
    }
    return undefined;
  }

  return {
    signTicket: (bearer: Bearer, path: string): string =>
      sign('uvp-grafana-ticket', bearer, ticketSeconds, { jti: randomBytes(16).toString('base64url'), path }),

    /** undefined for anything that is not a ticket of ours, or has run out. */
    readTicket(token: string): Ticket | undefined {
      const claims = read('uvp-grafana-ticket', token);
      if (!claims) return undefined;
      const { jti, path } = claims.payload;
      if (jti === undefined || typeof path !== 'string') return undefined;
      return { userId: claims.userId, tokenVersion: claims.tokenVersion, id: jti, path };
    },

    /** The value of the gateway's cookie. */
    signSession: (bearer: Bearer): string => sign('uvp-grafana-session', bearer, config.ttlSeconds),

    readSession: (token: string): Bearer | undefined => read('uvp-grafana-session', token),

    /** What Grafana gets with each request, as X-JWT-Assertion: the login and no more. */
    signAssertion: (userId: string): string =>
      jwt.sign({}, signingKey.privateKey, {
        algorithm: 'ES256',
        issuer,
        audience: 'grafana',
        subject: grafanaLogin(userId),
        notBefore: 0,
        expiresIn: assertionSeconds,
      }),
  };
}
export type GatewayTokens = ReturnType<typeof createGatewayTokens>;

/** The name that Grafana knows a person by: never reused, and no e-mail address, which could become another person's. */
export function grafanaLogin(userId: string): string {
  return `u-${userId}`;
}

function gatewayKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'uvp grafana gateway tokens', 32));
}
