import { signText, type TokenSigningKey, tokensMatch } from './signingKey.ts';

/** What a browser token stands for: one configuration, written through one API key. */
export interface BrowserTokenClaims {
  /** Public id of the API key, `mk_…`; not in the token, the caller sends it beside. */
  readonly apiKey: string;
  readonly metricConfigId: string;
  /** The configuration's `tokenVersion` when the token was made. */
  readonly tokenVersion: number;
}

const shape = /^mb_([a-z0-9]{1,8})\.([0-9a-z]{1,7})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})$/;

/**
 * The token that generated code carries in place of a secret: `mb_<signing key>.<version>.<configuration>.<mac>`. The mac is
 * over everything it stands for, so the same claims give the same token.
 */
export function signBrowserToken(claims: BrowserTokenClaims, key: TokenSigningKey): string {
  const config = Buffer.from(claims.metricConfigId.replaceAll('-', ''), 'hex').toString('base64url');
  const mac = signText(`browser|v1|${claims.apiKey}|${claims.metricConfigId}|${claims.tokenVersion}`, key);
  return `mb_${key.id}.${claims.tokenVersion.toString(36)}.${config}.${mac}`;
}

/** True for text that claims to be a browser token. */
export function isBrowserToken(text: string): boolean {
  return text.startsWith('mb_');
}

/**
 * What a token stands for when it was sent beside `apiKey`; undefined when it is malformed, forged or made for another API key.
 * Whether the key and the configuration still live, and whether the version is current, is the caller's to check.
 */
export function readBrowserToken(
  token: string,
  apiKey: string,
  keys: readonly TokenSigningKey[],
): BrowserTokenClaims | undefined {
  const parts = shape.exec(token);
  if (!parts) return undefined;
  const [, keyId, version = '', config = ''] = parts;
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) return undefined;
  const hex = Buffer.from(config, 'base64url').toString('hex');
  const metricConfigId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const claims = { apiKey, metricConfigId, tokenVersion: Number.parseInt(version, 36) };
  // The whole text is compared, not the mac alone: `01` and `1` are one number, and base64url has bits that nobody reads.
  return tokensMatch(token, signBrowserToken(claims, key)) ? claims : undefined;
}
