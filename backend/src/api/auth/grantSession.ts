import type { Request, Response } from 'express';
import { type SessionCookie, sessionPresence } from '../../http/sessionCookie.ts';
import type { SessionGrant } from './sessions.service.ts';

/** What an answer says of a session; the token only to those who keep it themselves. */
export interface PresentedGrant {
  token?: string;
  /** Seconds. */
  expiresIn: number;
}

/** Gives the caller a session: to a browser as its cookie, which no script can read, to others as a token in the answer. */
export type GrantSession = (req: Request, res: Response, grant: SessionGrant) => PresentedGrant;

export function createGrantSession(cookie: SessionCookie): GrantSession {
  return (req, res, { token, expiresInSeconds: expiresIn }) => {
    if (sessionPresence(req) === undefined) return { token, expiresIn };
    cookie.set(res, token, expiresIn);
    return { expiresIn };
  };
}
