/** Where a person wanted to go before signing in; only pages of the dashboard. */
export function nextOf(query: URLSearchParams): string {
  const next = query.get('next') ?? '';
  return /^\/(?!\/)/.test(next) ? next : '/metrics';
}
