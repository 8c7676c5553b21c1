import { type RequestHandler, Router } from 'express';
import { UnauthenticatedError } from '../../errors.ts';
import { bearerToken } from '../../http/bearerToken.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { noteSubject } from '../../http/securityLog.ts';
import { type SessionCookie, sessionPresence } from '../../http/sessionCookie.ts';
import { validate } from '../../http/validate.ts';
import { presentSession } from './sessions.presenter.ts';
import type { SessionsService } from './sessions.service.ts';

/** The sessions of the signed-in, below `/api/v1/auth`. */
export function createSessionsRouter(deps: {
  service: SessionsService;
  cookie: SessionCookie;
  /** Whether all that a browser keeps for this origin is ours. */
  ownsOrigin: boolean;
  signedIn: RequestHandler[];
}): Router {
  const { service, cookie, ownsOrigin, signedIn } = deps;
  const router = Router();

  // Not behind `signedIn`: a session that has ended can be signed out of, too.
  router.post('/signout', validate(), async (req, res) => {
    const sent = bearerToken(req);
    const isBrowser = sessionPresence(req) !== undefined;
    if (sent === undefined && !isBrowser)
      throw new UnauthenticatedError('Send the token of the session that is to end.');
    const token = sent ?? cookie.read(req);
    const userId = token === undefined ? undefined : await service.endByToken(token);
    if (userId !== undefined) noteSubject(req, { userId });
    if (isBrowser) {
      cookie.clear(res);
      // Not "cookies": that would take those of the whole domain. "cache" keeps the back button from showing what was on the screen.
      if (ownsOrigin) res.setHeader('Clear-Site-Data', '"cache", "storage"');
    }
    res.status(204).end();
  });

  router.get('/sessions', ...signedIn, validate(), async (req, res) => {
    const { id, sessionId } = currentUser(req);
    const sessions = (await service.list(id)).map((record) => presentSession(record, sessionId));
    res.json({ sessions, total: sessions.length });
  });

  router.delete('/sessions/:id', ...signedIn, validate(), async (req, res) => {
    await service.end(currentUser(req).id, recordId(req));
    res.status(204).end();
  });

  return router;
}
