import { type RequestHandler, Router } from 'express';
import { createApiKey, updateApiKey } from '../../contract/apiKeys.ts';
import { overlap } from '../../contract/overlap.ts';
import { page } from '../../contract/page.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { noteSubject } from '../../http/securityLog.ts';
import { validate, validated } from '../../http/validate.ts';
import { overlapChains } from '../overlap.ts';
import { pageChains } from '../page.ts';
import { presentApiKey } from '../presentApiKey.ts';
import type { ApiKeysService } from './apikeys.service.ts';
import { createApiKeyChains, updateApiKeyChains } from './apikeys.validators.ts';
import { createSiteCodeRouter } from './siteCode.routes.ts';
import type { SiteCodeService } from './siteCode.service.ts';

/** `/api/v1/apikeys`. */
export function createApiKeysRouter(deps: {
  apiKeys: ApiKeysService;
  siteCode: SiteCodeService;
  signedIn: RequestHandler[];
  /** The database's time. */
  now: () => number;
}): Router {
  const { apiKeys: service, signedIn, now } = deps;
  const router = Router();
  router.use(createSiteCodeRouter({ service: deps.siteCode, signedIn }));

  router.post('/', ...signedIn, validate(...createApiKeyChains(now)), async (req, res) => {
    const { apiKey, apiSecret } = await service.createApiKey(currentUser(req).id, validated(req, createApiKey));
    noteSubject(req, { recordId: apiKey.id });
    res.status(201).json({ apiKey: presentApiKey(apiKey, now(), apiSecret) });
  });

  router.get('/', ...signedIn, validate(...pageChains()), async (req, res) => {
    const { apiKeys, total } = await service.listApiKeys(currentUser(req).id, validated(req, page, 'query'));
    const time = now();
    res.json({ apiKeys: apiKeys.map((key) => presentApiKey(key, time)), total });
  });

  router.patch('/:id', ...signedIn, validate(...updateApiKeyChains(now)), async (req, res) => {
    const apiKey = await service.updateApiKey(currentUser(req).id, recordId(req), validated(req, updateApiKey));
    res.json({ apiKey: presentApiKey(apiKey, now()) });
  });

  router.post('/:id/rotate', ...signedIn, validate(...overlapChains()), async (req, res) => {
    const input = validated(req, overlap);
    const { apiKey, apiSecret } = await service.rotateApiKey(currentUser(req).id, recordId(req), input);
    res.json({ apiKey: presentApiKey(apiKey, now(), apiSecret) });
  });

  router.post('/:id/revoke-site-token', ...signedIn, validate(...overlapChains()), async (req, res) => {
    const apiKey = await service.revokeSiteToken(currentUser(req).id, recordId(req), validated(req, overlap));
    res.json({ apiKey: presentApiKey(apiKey, now()) });
  });

  router.delete('/:id', ...signedIn, async (req, res) => {
    await service.deleteApiKey(currentUser(req).id, recordId(req));
    res.status(204).end();
  });

  return router;
}
