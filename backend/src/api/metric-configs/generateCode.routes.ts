import { type RequestHandler, Router } from 'express';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import type { GenerateCodeService } from './generateCode.service.ts';
import { type GenerateCodeInput, generateCodeChains } from './generateCode.validators.ts';

/** `/api/v1/metric-configs/:id/generate-code`. */
export function createGenerateCodeRouter(deps: { service: GenerateCodeService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.post('/:id/generate-code', ...signedIn, validate(...generateCodeChains()), async (req, res) => {
    const { code, scriptTag, snippet, sizeBytes } = await service.generateCode(
      currentUser(req).id,
      recordId(req),
      validated<GenerateCodeInput>(req),
    );
    res.json({ code, scriptTag, snippet, sizeBytes });
  });

  return router;
}
