import { signText, type TokenSigningKey, tokensMatch } from './signingKey.ts';

/** What a site token stands for: all metrics that pages may add to, written through one API key. */
export interface SiteTokenClaims {
  /** Public id of the API key, `mk_…`; not in the token, the caller sends it beside. */
  readonly apiKey: string;
  /** The key's `siteTokenVersion` when the token was made. */
  readonly tokenVersion: number;
}

const shape = /^mt_([a-z0-9]{1,8})\.([0-9a-z]{1,7})\.[A-Za-z0-9_-]{22}$/;

/**
 * The token in the script of a whole website: `mt_<signing key>.<version>.<mac>`. The mac is over everything that it stands for, so the
 * same claims give the same token; the text begins otherwise than that of a metric's token, so neither can pass for the other.
 */
export function signSiteToken({ apiKey, tokenVersion }: SiteTokenClaims, key: TokenSigningKey): string {
  const mac = signText(`site|v1|${apiKey}|${tokenVersion}`, key);
  return `mt_${key.id}.${tokenVersion.toString(36)}.${mac}`;
}

/** True for text that claims to be a site token. */
export function isSiteToken(text: string): boolean {
  return text.startsWith('mt_');
}

/**
 * What a token stands for when it was sent beside `apiKey`; undefined when it is malformed, forged or made for another API key.
 * Whether the key still works, and whether the version is current, is the caller's to check.
 */
export function readSiteToken(
  token: string,
  apiKey: string,
  keys: readonly TokenSigningKey[],
): SiteTokenClaims | undefined {
  const [, keyId, version = ''] = shape.exec(token) ?? [];
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) return undefined;
  const claims = { apiKey, tokenVersion: Number.parseInt(version, 36) };
  // The whole text is compared, not the mac alone: `01` and `1` are one number, and base64url has bits that nobody reads.
  return tokensMatch(token, signSiteToken(claims, key)) ? claims : undefined;
}
