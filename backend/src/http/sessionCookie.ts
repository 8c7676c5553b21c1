import type { Request, Response } from 'express';
import { ForbiddenError } from '../errors.ts';
import { bearerToken } from './bearerToken.ts';
import { publicCookie } from './publicCookie.ts';

/**
 * A request that carries this header goes with the session in the browser's cookie. A page of another origin cannot send it: it would
 * need a preflight, and ours does not allow the header. (OWASP, Cross-Site Request Forgery Prevention, "Custom Request Headers".)
 */
export const sessionHeader = 'X-UVP-Session';

/** What the header may say: whether somebody is at the page, or it only refreshes itself. */
export type SessionPresence = 'active' | 'idle';

/** The cookie that holds the session of a browser: the same JWT that other callers send as a bearer token. */
export interface SessionCookie {
  read(req: Request): string | undefined;
  set(res: Response, token: string, expiresInSeconds: number): void;
  clear(res: Response): void;
}

/**
 * SameSite is Lax, so that a link to a graph in Grafana opens from a chat; nothing that changes anything is a GET, and the API asks for
 * the header above besides.
 */
export function createSessionCookie(publicUrl: string): SessionCookie {
  const { name, options, read } = publicCookie(publicUrl, 'session', '/');
  const given = { ...options, sameSite: 'lax' } as const;
  return {
    read,
    set: (res, token, expiresInSeconds) => res.cookie(name, token, { ...given, maxAge: expiresInSeconds * 1000 }),
    clear: (res) => res.clearCookie(name, given),
  };
}

/**
 * Whether a request goes with the browser's session, and whether somebody is there; undefined when it does not, or brings a token.
 * @throws ForbiddenError when the browser says that another site has sent it
 */
export function sessionPresence(req: Request): SessionPresence | undefined {
  if (bearerToken(req) !== undefined) return undefined;
  const presence = req.get(sessionHeader);
  if (presence !== 'active' && presence !== 'idle') return undefined;
  if ((req.get('sec-fetch-site') ?? 'same-origin') !== 'same-origin') {
    throw new ForbiddenError('foreign_origin', 'This request comes from a page of another origin.');
  }
  return presence;
}
