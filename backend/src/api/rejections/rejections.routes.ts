import { type RequestHandler, Router } from 'express';
import { page } from '../../contract/page.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { pageChains } from '../page.ts';
import type { RejectionsService } from './rejections.service.ts';

/** `/api/v1/rejections`: why numbers are missing, for the whole account, and the names that no metric has. */
export function createRejectionsRouter(deps: { service: RejectionsService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.get('/', ...signedIn, validate(...pageChains()), async (req, res) => {
    const { rejections, ...counts } = await service.listRejections(currentUser(req).id, validated(req, page, 'query'));
    res.json({ rejections: rejections.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() })), ...counts });
  });

  router.get('/names', ...signedIn, validate(...pageChains()), async (req, res) => {
    const { names, ...counts } = await service.listUnknownNames(currentUser(req).id, validated(req, page, 'query'));
    res.json({ names: names.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() })), ...counts });
  });

  return router;
}
