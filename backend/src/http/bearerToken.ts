import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer <token>` (RFC 6750, 2.1); undefined when there is none, as in the user and password of a proxy. */
export function bearerToken({ headers }: IncomingMessage): string | undefined {
  const [scheme = '', token = ''] = (headers.authorization ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}
