import { createHash, timingSafeEqual } from 'node:crypto';
import { ForbiddenError, UnauthenticatedError } from '../../errors.ts';
import { bearerToken } from '../../http/bearerToken.ts';
import type { Scope } from '../../promql/scope.ts';
import type { Identify } from './identifyCaller.ts';

/** A Grafana login of ours: `u-` and the user's id. */
const login = /^u-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/**
 * For the internal listener: Grafana's one data source, which has a token, and names the person in X-Grafana-User. Grafana deletes the
 * header when a browser sends it and sets its own (`send_user_header`). Requests for nobody, such as those of alert evaluation and of
 * public dashboards, are refused before Prometheus hears of them.
 */
export function identifyGrafana(deps: {
  token: string | undefined;
  scopeOf: (userId: string) => Promise<Scope | undefined>;
}): Identify {
  const expected = deps.token === undefined ? undefined : digest(deps.token);
  return async (req) => {
    const token = bearerToken(req);
    if (expected === undefined || token === undefined || !timingSafeEqual(digest(token), expected)) {
      throw new UnauthenticatedError('This listener is for the data source of Grafana only.');
    }
    const userId = login.exec(req.get('x-grafana-user') ?? '')?.[1];
    const scope = userId === undefined ? undefined : await deps.scopeOf(userId);
    if (scope === undefined) throw new ForbiddenError('unknown_user', 'The request is for no user of this server.');
    return scope;
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
