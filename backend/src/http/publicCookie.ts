import { parseCookie } from 'cookie';
import type { CookieOptions, Request } from 'express';

/** A cookie of ours: what it is called, and how it is set. */
export interface PublicCookie {
  readonly name: string;
  readonly options: CookieOptions & { readonly path: string };
  /** Its value in a request; undefined when the request has none. */
  read(req: Request): string | undefined;
}

/**
 * A cookie for `path` below PUBLIC_URL, out of reach of scripts. Over HTTPS its name has a prefix (RFC 6265bis, 4.1.3): `__Host-` for the
 * whole host, which keeps other hosts of the domain from setting it, and `__Secure-`, which only demands HTTPS, for a part of the host. The
 * name has the port of PUBLIC_URL in it, if there is one, because the ports of a host share their cookies.
 */
export function publicCookie(publicUrl: string, name: string, path: string): PublicCookie {
  const { protocol, port, pathname } = new URL(publicUrl + path);
  const secure = protocol === 'https:';
  const prefix = pathname === '/' ? '__Host-' : '__Secure-';
  const fullName = `${secure ? prefix : ''}uvp_${name}${port === '' ? '' : `_${port}`}`;
  return {
    name: fullName,
    options: { httpOnly: true, secure, path: pathname },
    read: (req) => parseCookie(req.headers.cookie ?? '')[fullName],
  };
}
