import { type RequestHandler, Router } from 'express';
import { generateCode, type PresentedCode } from '../../contract/generatedCode.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import type { GenerateCodeService } from './generateCode.service.ts';
import { generateCodeChains } from './generateCode.validators.ts';

/** `/api/v1/metric-configs/:id/generate-code`. */
export function createGenerateCodeRouter(deps: { service: GenerateCodeService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.post('/:id/generate-code', ...signedIn, validate(...generateCodeChains()), async (req, res) => {
    const input = validated(req, generateCode);
    const { code, scriptTag, earlyTag, pinnedTag, snippet, eventAttributes, module, sizeBytes, gzipBytes } =
      await service.generateCode(currentUser(req).id, recordId(req), input);
    const presented: PresentedCode = {
      code,
      scriptTag,
      earlyTag,
      pinnedTag,
      snippet,
      eventAttributes,
      module,
      sizeBytes,
      gzipBytes,
    };
    res.json(presented);
  });

  return router;
}
