import { encodeString } from './strings.ts';

/** Whose series a query may see: one tenant's, or, for an operator, all. */
export type Scope = { readonly tenantId: string } | 'everything';

/** The label that every series of a tenant carries; its value is the user's id. */
export const tenantLabel = 'tenant';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The matcher that each selector gets, as PromQL; undefined for 'everything'.
 * @throws Error for an id that is not a user's: an empty one would match what has no tenant
 */
export function tenantMatcher(scope: Scope): string | undefined {
  if (scope === 'everything') return undefined;
  if (!uuid.test(scope.tenantId)) throw new Error('a query without a tenant must not be forwarded');
  return `${tenantLabel}=${encodeString(scope.tenantId)}`;
}
