import { isBrowserToken, readBrowserToken } from '../../credentials/browserToken.ts';
import type { TokenSigningKey } from '../../credentials/signingKey.ts';
import { isSiteToken, readSiteToken } from '../../credentials/siteToken.ts';
import type { Catalog } from '../series/catalog.ts';
import type { KeyRecord } from './keyDirectory.ts';
import { metricsInPages, type PageScope } from './writeScope.ts';

/** True for text that claims to be one of the tokens that are in pages. */
export function isPageToken(text: string): boolean {
  return isBrowserToken(text) || isSiteToken(text);
}

/** Tells what a page token that came beside a key may write; undefined when it was not made for that key or is no longer valid. */
export type ReadPageToken = (
  token: string,
  apiKey: string,
  key: KeyRecord | undefined,
) => Promise<PageScope | undefined>;

/** The token is checked whether or not there is such a key: forgeries tell nothing of keys. */
export function createReadPageToken(deps: {
  catalog: Catalog;
  signingKeys: readonly TokenSigningKey[];
  now: () => Date;
}): ReadPageToken {
  const { catalog, signingKeys, now } = deps;

  return async (token, apiKey, key) => {
    if (isSiteToken(token)) {
      const claims = readSiteToken(token, apiKey, signingKeys);
      if (!claims || !key) return undefined;
      const { siteTokenVersion: current, previousSiteTokenExpiresAt: previousExpiresAt } = key;
      return isAccepted(claims.tokenVersion, { current, previousExpiresAt }, now()) ? metricsInPages : undefined;
    }
    const claims = readBrowserToken(token, apiKey, signingKeys);
    if (!claims || !key) return undefined;
    const config = (await catalog.of(key.tenantId)).byId(claims.metricConfigId);
    if (!config) return undefined;
    const { id: configId, tokenVersion: current, previousTokenExpiresAt: previousExpiresAt } = config;
    return isAccepted(claims.tokenVersion, { current, previousExpiresAt }, now())
      ? { kind: 'one', configId }
      : undefined;
  };
}

/** The current version of a token, or the one before while its overlap lasts. */
function isAccepted(
  version: number,
  { current, previousExpiresAt }: { current: number; previousExpiresAt: Date | null },
  now: Date,
): boolean {
  if (version === current) return true;
  return version === current - 1 && previousExpiresAt !== null && previousExpiresAt > now;
}
