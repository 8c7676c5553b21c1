import { type Request, type Response, Router } from 'express';
import type { Config } from '../../config.ts';
import { validate, validated } from '../../http/validate.ts';
import type { Models } from '../../models/index.ts';
import { presentClient } from './client.presenter.ts';
import { createClientService } from './client.service.ts';
import { type ScriptQuery, scriptChains } from './client.validators.ts';
import { createScriptFiles, type ScriptFile } from './scriptFile.ts';

/** Long enough to spare a page's visitors a request each, short enough for a change of the configuration to arrive soon. */
const changing = 'public, max-age=300';
/** The address holds a digest of the content: what it names never changes. */
const immutable = 'public, max-age=31536000, immutable';

/** `/api/v1/client`: public, for pages of any origin. */
export function createClientRouter(deps: { config: Config; models: Models }): Router {
  const service = createClientService(deps);
  const fileOf = createScriptFiles();
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });

  router.get('/', validate(), (_req, res) => {
    res.setHeader('Cache-Control', changing);
    res.json(presentClient(deps.config.publicUrl));
  });

  router.get('/script.js', validate(...scriptChains()), async (req, res) => {
    const query = validated<ScriptQuery>(req, 'query');
    const { config: metricConfigId, key: apiKey, version, transport = 'headers', format: form = 'script' } = query;
    if (version !== undefined) {
      sendFile(req, res, fileOf(await service.pinnedScript(version)), immutable);
    } else if (metricConfigId !== undefined && apiKey !== undefined) {
      const script = await service.scriptOf({ metricConfigId, apiKey, transport, form });
      sendFile(req, res, fileOf(script), changing);
    } else {
      sendFile(req, res, fileOf(service.library(form)), changing);
    }
  });

  return router;
}

function sendFile(req: Request, res: Response, { etag, plain, gzip }: ScriptFile, cacheControl: string): void {
  res.setHeader('Cache-Control', cacheControl);
  res.setHeader('ETag', etag);
  res.setHeader('Vary', 'Accept-Encoding');
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const compress = req.acceptsEncodings('gzip', 'identity') === 'gzip';
  if (compress) res.setHeader('Content-Encoding', 'gzip');
  res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
  res.end(req.method === 'HEAD' ? undefined : compress ? gzip : plain);
}
