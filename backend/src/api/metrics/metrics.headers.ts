import { securityHeaderPairs } from '../../http/securityHeaders.ts';

/** Every answer of the endpoint may be read by any page: it takes credentials of its own and no cookie. */
const corsHeaders: readonly [name: string, value: string][] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Expose-Headers', 'Retry-After, X-Request-Id'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Cache-Control', 'no-store'],
];

const ownRequestHeaders = 'Content-Type, Content-Encoding, X-API-Key, X-API-Secret, Idempotency-Key, X-Request-Id';
/** Names of headers, separated by commas: RFC 9110, sections 5.1 and 5.6.1. */
const headerNames = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;
const maxHeaderNamesChars = 2_048;

/**
 * On the answer to a preflight, besides those of every answer. A page may send any header it asks for: tracing libraries add `traceparent`,
 * `baggage` and others to every request, and one that is not allowed costs the page all of its samples. Nothing is given away by it,
 * because the endpoint takes credentials that are sent on purpose and no cookie.
 * @param asked the header Access-Control-Request-Headers
 */
export function preflightHeaders(asked: string | undefined): readonly string[] {
  const isList = asked !== undefined && asked.length <= maxHeaderNamesChars && headerNames.test(asked);
  return [
    'Access-Control-Allow-Methods',
    'POST, OPTIONS',
    'Access-Control-Allow-Headers',
    isList ? `${ownRequestHeaders}, ${asked}` : ownRequestHeaders,
    'Access-Control-Max-Age',
    '86400',
    'Vary',
    'Access-Control-Request-Headers',
  ];
}

/** The headers of every answer, made once: names and values in turn, as `writeHead` takes them without looking at each again. */
export function constantHeaders(options: { https: boolean }): readonly string[] {
  const own = new Set(corsHeaders.map(([name]) => name.toLowerCase()));
  const security = securityHeaderPairs(options).filter(([name]) => !own.has(name.toLowerCase()));
  return [...security, ...corsHeaders].flat();
}
