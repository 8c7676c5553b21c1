import { securityHeaderPairs } from '../../http/securityHeaders.ts';

/** Every answer of the endpoint may be read by any page: it takes credentials of its own and no cookie. */
const corsHeaders: readonly [name: string, value: string][] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Expose-Headers', 'Retry-After, X-Request-Id'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Cache-Control', 'no-store'],
];

/** On the answer to a preflight, besides those of every answer. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers':
    'Content-Type, Content-Encoding, X-API-Key, X-API-Secret, Idempotency-Key, X-Request-Id',
  'Access-Control-Max-Age': '86400',
} as const;

/** The headers of every answer, made once: names and values in turn, as `writeHead` takes them without looking at each again. */
export function constantHeaders(options: { https: boolean }): readonly string[] {
  const own = new Set(corsHeaders.map(([name]) => name.toLowerCase()));
  const security = securityHeaderPairs(options).filter(([name]) => !own.has(name.toLowerCase()));
  return [...security, ...corsHeaders].flat();
}
