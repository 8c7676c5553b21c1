import { type Request, type Response, Router } from 'express';
import type { Config } from '../../config.ts';
import { scriptQuery } from '../../contract/scriptQuery.ts';
import { siteTagQuery } from '../../contract/service.ts';
import { defaultTransports } from '../../contract/transports.ts';
import { NotFoundError, TooManyRequestsError } from '../../errors.ts';
import { type AddressOf, addressKey } from '../../http/clientAddress.ts';
import { createHitCounter } from '../../http/hitCounter.ts';
import { validate, validated } from '../../http/validate.ts';
import { presentClient, presentSiteTag } from './client.presenter.ts';
import type { ClientService, ScriptLookup } from './client.service.ts';
import { scriptChains, siteTagChains } from './client.validators.ts';
import { createScriptFiles, type ScriptFile, scriptCodings } from './scriptFile.ts';

/** Long enough to spare a page's visitors a request each, short enough for a change of the configuration to arrive soon. */
const changing = 'public, max-age=300';
/** The address holds a digest of the content: what it names never changes. */
const immutable = 'public, max-age=31536000, immutable';

/** `/api/v1/client`: public, for pages of any origin. */
export function createClientRouter(deps: {
  service: ClientService;
  config: Pick<Config, 'publicUrl' | 'scriptPath' | 'collectPath'>;
  addressOf: AddressOf;
  /** Of one address, requests a minute for scripts that do not exist. */
  failuresPerMinute: number;
}): Router {
  const { service, config, addressOf } = deps;
  const fileOf = createScriptFiles();
  const router = Router();
  const unknown = createHitCounter({ limit: deps.failuresPerMinute, windowSeconds: 60 });

  /** Each script that does not exist costs a look-up in Postgres, so an address may ask for as many as it may fail at `/metrics`. */
  async function lookUp(req: Request, script: ScriptLookup): Promise<string> {
    const address = addressKey(addressOf(req));
    const { allowed, retryAfterSeconds } = await unknown.peek(address);
    if (!script.isInMemory && !allowed) {
      throw new TooManyRequestsError('Too many scripts that do not exist were asked for from here.', retryAfterSeconds);
    }
    const found = await script.load();
    if (found !== undefined) return found;
    await unknown.hit(address);
    throw new NotFoundError('There is no such script.');
  }

  router.use((_req, res, next) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });

  router.get('/', validate(), (_req, res) => {
    res.setHeader('Cache-Control', changing);
    res.json(presentClient(config));
  });

  router.get('/site-tag', validate(...siteTagChains()), (req, res) => {
    const { key } = validated(req, siteTagQuery, 'query');
    res.setHeader('Cache-Control', changing);
    res.json(presentSiteTag(config, key));
  });

  router.get('/script.js', validate(...scriptChains()), async (req, res) => {
    const query = validated(req, scriptQuery, 'query');
    const { config: metricConfigId, key: apiKey, version, host = 'platform', format: form = 'script' } = query;
    const { transport = defaultTransports[metricConfigId === undefined ? 'site' : 'metric'] } = query;
    if (version !== undefined) {
      const script = await lookUp(req, service.pinnedScript(version));
      sendFile(req, res, fileOf(script), immutable);
    } else if (apiKey !== undefined) {
      const script = await lookUp(req, service.scriptOf({ metricConfigId, apiKey, transport, host, form }));
      sendFile(req, res, fileOf(script), changing);
    } else {
      sendFile(req, res, fileOf(service.library(form, host)), changing);
    }
  });

  return router;
}

function sendFile(req: Request, res: Response, { etag, forms }: ScriptFile, cacheControl: string): void {
  res.setHeader('Cache-Control', cacheControl);
  res.setHeader('ETag', etag);
  res.setHeader('Vary', 'Accept-Encoding');
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const coding = scriptCodings.find((one) => req.acceptsEncodings(one)) ?? 'identity';
  if (coding !== 'identity') res.setHeader('Content-Encoding', coding);
  res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
  res.end(req.method === 'HEAD' ? undefined : forms[coding]);
}
