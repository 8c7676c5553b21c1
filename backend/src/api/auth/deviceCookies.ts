import { hkdfSync, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import jwt from 'jsonwebtoken';
import type { Config } from '../../config.ts';
import { publicCookie } from '../../http/publicCookie.ts';

/** A browser in which somebody has signed in. */
interface Device {
  readonly id: string;
  /** Accounts that have signed in there, the last one first. */
  readonly userIds: readonly string[];
}

/**
 * The cookie by which sign-in knows a browser again. It is no credential: it gives the browser a counter of failed sign-ins of its own,
 * for the accounts that have signed in there.
 */
export interface DeviceCookies {
  /** The id of the device, to those accounts that have signed in there; undefined to others. */
  deviceIdFor(req: Request): (userId: string) => string | undefined;
  remember(req: Request, res: Response, userId: string): void;
}

const livesSeconds = 180 * 86_400;
/** People who share a browser. */
const maxAccounts = 4;
const issuer = 'uvp';
const audience = 'uvp-device';
const algorithm = 'HS256';

export function createDeviceCookies({ jwt: secrets, publicUrl }: Pick<Config, 'jwt' | 'publicUrl'>): DeviceCookies {
  const keys = [secrets.secret, secrets.previousSecret].filter((secret) => secret !== undefined).map(deviceKey);
  const [currentKey = Buffer.alloc(0)] = keys;
  const { name, options, read } = publicCookie(publicUrl, 'device', '/api/v1/auth');

  function deviceOf(req: Request): Device | undefined {
    const token = read(req);
    if (token === undefined) return undefined;
    return keys.map((key) => readToken(token, key)).find((device) => device !== undefined);
  }

  return {
    deviceIdFor(req) {
      const device = deviceOf(req);
      return (userId) => (device?.userIds.includes(userId) ? device.id : undefined);
    },

    remember(req, res, userId) {
      const device = deviceOf(req);
      const others = device?.userIds.filter((other) => other !== userId) ?? [];
      const token = jwt.sign({ users: [userId, ...others].slice(0, maxAccounts) }, currentKey, {
        algorithm,
        issuer,
        audience,
        subject: device?.id ?? randomUUID(),
        expiresIn: livesSeconds,
      });
      res.cookie(name, token, { ...options, sameSite: 'strict', maxAge: livesSeconds * 1000 });
    },
  };
}

function deviceKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'uvp device cookies', 32));
}

function readToken(token: string, key: Buffer): Device | undefined {
  try {
    const payload = jwt.verify(token, key, { algorithms: [algorithm], issuer, audience });
    if (typeof payload === 'string' || payload.sub === undefined) return undefined;
    const users: unknown = payload.users;
    if (!Array.isArray(users)) return undefined;
    return { id: payload.sub, userIds: users.filter((id) => typeof id === 'string') };
  } catch {
    return undefined;
  }
}
