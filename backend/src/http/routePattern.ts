import type { Request } from 'express';

const patterns = new WeakMap<Request, string>();

/**
 * Follows a request through the routers. The pattern must be taken when the route is matched: a router that is left by an error takes
 * `baseUrl` back, and what is left of `/api/v1/apikeys/:id` is `/:id`.
 */
export function followRoute(req: Request): void {
  let route: unknown = req.route;
  Object.defineProperty(req, 'route', {
    configurable: true,
    enumerable: true,
    get: () => route,
    set(matched: unknown) {
      route = matched;
      const path: unknown = typeof matched === 'object' && matched !== null ? Reflect.get(matched, 'path') : undefined;
      if (typeof path === 'string') patterns.set(req, `${req.baseUrl}${path}`.replace(/(.)\/$/, '$1'));
    },
  });
}

/** The pattern of the matched route, e.g. `/api/v1/apikeys/:id`; `unmatched` when none was. A closed set, fit for a label. */
export function routePattern(req: Request): string {
  return patterns.get(req) ?? 'unmatched';
}
