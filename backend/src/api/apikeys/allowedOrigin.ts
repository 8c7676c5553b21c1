const maxCharacters = 300;

/**
 * An entry of a key's allow-list in the form in which browsers send `Origin`: scheme, host in lower case and punycode, port unless it
 * is the scheme's own. `https://*.example.com` stands for every subdomain, not for example.com itself. Undefined when the text is no
 * http(s) origin, or is more than one: paths, queries and credentials are never part of an Origin header.
 */
export function normalizeAllowedOrigin(text: string): string | undefined {
  if (text.length > maxCharacters) return undefined;
  const wildcard = /^https?:\/\/\*\./i.test(text);
  const exact = wildcard ? text.replace('*.', '') : text;
  if (!/^https?:\/\/[^/?#@\\\s*]+\/?$/i.test(exact)) return undefined;
  const url = URL.canParse(exact) ? new URL(exact) : undefined;
  if (!url || url.hostname === '' || url.hostname.endsWith('.')) return undefined;
  if (!wildcard) return url.origin;
  const isAddress = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[');
  if (isAddress || !url.hostname.includes('.')) return undefined;
  return url.origin.replace('://', '://*.');
}
