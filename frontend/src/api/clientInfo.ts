import { ownAddress } from '../browser/address.ts';
import { fieldOf, getJson } from './request.ts';

export interface ClientInfo {
  /** Where samples are sent to. */
  readonly endpoint: string;
  /** Where the generic library is. */
  readonly scriptUrl: string;
  /** Where pages send to: another path of `endpoint`, if the operator has set one. */
  readonly pageEndpoint: string;
}

/**
 * Public addresses, from `GET /api/v1/client`: only the API knows them (a proxy may stand in front). Those of this page where the API
 * does not say.
 * @throws UnreachableError
 */
export async function fetchClient(signal: AbortSignal): Promise<ClientInfo> {
  const { ok, body } = await getJson('api/v1/client', signal);
  const read = (name: string, fallback: string) => {
    const value = fieldOf(body, name);
    return ok && typeof value === 'string' ? value : fallback;
  };
  const endpoint = read('endpoint', ownAddress('api/v1/metrics'));
  return {
    endpoint,
    scriptUrl: read('scriptUrl', ownAddress('api/v1/client/script.js')),
    pageEndpoint: read('pageEndpoint', endpoint),
  };
}

/**
 * PUBLIC_URL, without a slash at the end; undefined when the API does not say.
 * @throws UnreachableError
 */
export async function fetchPublicUrl(signal: AbortSignal): Promise<string | undefined> {
  const { ok, body } = await getJson('api/v1/client', signal);
  const endpoint = fieldOf(body, 'endpoint');
  return ok && typeof endpoint === 'string' ? endpoint.replace(/\/api\/v1\/metrics$/, '') : undefined;
}

/** @throws UnreachableError */
export async function fetchEndpoint(signal: AbortSignal): Promise<string> {
  return (await fetchClient(signal)).endpoint;
}
