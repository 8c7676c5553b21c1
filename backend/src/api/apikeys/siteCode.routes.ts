import { type RequestHandler, Router } from 'express';
import { generateSiteCode } from '../../contract/generatedCode.ts';
import { contractChains } from '../../http/contractChains.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { tagHostRule } from '../tagHostRule.ts';
import { transportRule } from '../transportRule.ts';
import type { SiteCodeService } from './siteCode.service.ts';

/** `/api/v1/apikeys/:id/generate-code`. */
export function createSiteCodeRouter(deps: { service: SiteCodeService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();
  const chains = contractChains(generateSiteCode, { transport: transportRule, host: tagHostRule });

  router.post('/:id/generate-code', ...signedIn, validate(...chains), async (req, res) => {
    const input = validated(req, generateSiteCode);
    res.json(await service.generateSiteCode(currentUser(req).id, recordId(req), input));
  });

  return router;
}
