import { z } from 'zod';

/**
 * Where browsers reach this server. The path becomes part of cookies, tags and routes, so it has only characters that mean nothing in
 * any of them, and does not begin like a path of ours: what the proxy in front passes on may have it or not.
 */
export const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be the http(s) URL that browsers reach this server at' })
  .transform((text, context) => {
    const { origin, pathname, search, hash, username, password } = new URL(text);
    const path = pathname.replace(/\/+$/, '');
    const isPlain = /^(\/[\w.~-]+)*$/.test(path) && `${search}${hash}${username}${password}` === '';
    if (!isPlain) context.addIssue('must be an origin, and a path of letters, digits and . _ ~ - if there is one');
    if (/^\/(api|grafana)(\/|$)/i.test(path))
      context.addIssue('must not have a path that begins with /api or /grafana');
    return origin + path;
  });

/** What the public listener answers for pages under the names of the specification, whatever other names it has. */
export const standardPaths = { script: '/api/v1/client/script.js', collect: '/api/v1/metrics' } as const;

const plainPath = /^(\/[\w~-][\w.~-]*)+$/;
const reservedPath =
  /^\/((api|grafana)(\/|$)|(index\.html|(app|chart|explore|guides|metric|overview|shared-[\w-]+)\.js|styles\.css)$)/i;

/** A path of the operator's choosing, which takes nothing away from what is served already. */
export const chosenPath = (standard: string) =>
  z
    .string()
    .regex(plainPath, 'must be a path such as /s/site.js, of letters, digits and . _ ~ -, without a slash at the end')
    .refine(
      (path) => !reservedPath.test(path),
      'must not begin with /api or /grafana, or be the name of a file of the dashboard',
    )
    .default(standard);
