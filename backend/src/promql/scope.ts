import { encodeString } from './strings.ts';

/** Whose series a query may see: one tenant's, or, for an operator, all. */
export type Scope = { readonly tenantId: string } | 'everything';

/** The label that every series of a tenant carries; its value is the user's id. */
export const tenantLabel = 'tenant';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A tenant's scope, and its matcher as PromQL, which each selector gets. */
export interface TenantScope {
  readonly id: string;
  readonly matcher: string;
}

/** Keeps the platform's own series out of a tenant's: the gateway's, those of alerts, and, by the colon, those of recording rules. */
export const platformMatcher = `__name__!~${encodeString('push_time_seconds|push_failure_time_seconds|ALERTS|ALERTS_FOR_STATE|.*:.*')}`;

/**
 * Undefined for 'everything', which is not restricted.
 * @throws Error for an id that is not a user's: an empty one would match what has no tenant
 */
export function tenantScope(scope: Scope): TenantScope | undefined {
  if (scope === 'everything') return undefined;
  if (!uuid.test(scope.tenantId)) throw new Error('a query without a tenant must not be forwarded');
  return { id: scope.tenantId, matcher: `${tenantLabel}=${encodeString(scope.tenantId)}` };
}
