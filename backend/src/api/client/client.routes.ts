import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { Config } from '../../config.ts';
import { validate, validated } from '../../http/validate.ts';
import type { Models } from '../../models/index.ts';
import { presentClient } from './client.presenter.ts';
import { createClientService } from './client.service.ts';
import { type ScriptQuery, scriptChains } from './client.validators.ts';

/** Long enough to spare a page's visitors a request each, short enough for a change of the configuration to arrive soon. */
const maxAgeSeconds = 300;

/** `/api/v1/client`: public, for pages of any origin. */
export function createClientRouter(deps: { config: Config; models: Models }): Router {
  const service = createClientService(deps);
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });

  router.get('/', validate(), (_req, res) => {
    res.setHeader('Cache-Control', `public, max-age=${maxAgeSeconds}`);
    res.json(presentClient(deps.config.publicUrl));
  });

  router.get('/script.js', validate(...scriptChains()), async (req, res) => {
    const { config, key, transport = 'headers' } = validated<ScriptQuery>(req, 'query');
    const script =
      config !== undefined && key !== undefined ? await service.scriptOf(config, key, transport) : service.library();
    res.setHeader('Cache-Control', `public, max-age=${maxAgeSeconds}`);
    res.setHeader('ETag', `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`);
    if (req.fresh) {
      res.status(304).end();
      return;
    }
    res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    res.end(req.method === 'HEAD' ? undefined : script);
  });

  return router;
}
