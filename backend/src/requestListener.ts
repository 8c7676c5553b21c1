import type { RequestListener } from 'node:http';
import type { IngestHandler } from './api/metrics/metrics.handler.ts';
import type { Config } from './config.ts';
import { standardPaths } from './publicAddresses.ts';

/**
 * What the public server calls for each request. `/api/v1/metrics` is answered without Express, which would cost more than
 * everything else that happens to a batch of samples; Express has no route for it.
 *
 * Some proxies keep the path of PUBLIC_URL in what they pass on, and some take it off. Both work: it is taken off here when it is there.
 * The two cannot be confused, because PUBLIC_URL may not have a path that begins like one of ours.
 *
 * COLLECT_PATH and SCRIPT_PATH are further names of `/api/v1/metrics` and `/api/v1/client/script.js`. Beyond this place nobody knows by
 * which name a request came, so limits, logs and metrics are the same for both.
 */
export function createRequestListener(deps: {
  config: Pick<Config, 'scriptPath' | 'collectPath'>;
  /** The path of PUBLIC_URL, such as `/uvp`, or empty. */
  publicPath: string;
  ingest: IngestHandler;
  app: RequestListener;
}): RequestListener {
  const { scriptPath, collectPath } = deps.config;
  const prefix = `${deps.publicPath}/`;
  const collects = pathPattern(standardPaths.collect, collectPath);
  const chosenScript = scriptPath === standardPaths.script ? undefined : pathPattern(scriptPath);
  return (req, res) => {
    if (prefix !== '/' && req.url?.startsWith(prefix)) req.url = req.url.slice(deps.publicPath.length);
    const url = req.url ?? '';
    if (collects.test(url)) {
      deps.ingest(req, res);
      return;
    }
    if (chosenScript?.test(url)) req.url = url.replace(chosenScript, standardPaths.script);
    deps.app(req, res);
  };
}

/** As Express matches paths: without regard to case, with or without a slash at the end. */
function pathPattern(...paths: string[]): RegExp {
  const names = paths.map((path) => path.replaceAll('.', '\\.'));
  return new RegExp(`^(?:${names.join('|')})/?(?=\\?|$)`, 'i');
}
