/** What is written to the security log, by the request that does it. Names are for ever: people search for them. */
const byRequest = {
  'POST /api/v1/auth/signup': 'sign_up',
  'POST /api/v1/auth/signin': 'sign_in',
  'POST /api/v1/auth/signout': 'sign_out',
  'POST /api/v1/auth/signout-everywhere': 'sessions_ended',
  'DELETE /api/v1/auth/sessions/:id': 'session_ended',
  'PATCH /api/v1/auth/me': 'account_changed',
  'PUT /api/v1/auth/password': 'password_changed',
  'DELETE /api/v1/auth/me': 'account_deleted',
  'POST /api/v1/apikeys': 'api_key_created',
  'PATCH /api/v1/apikeys/:id': 'api_key_changed',
  'POST /api/v1/apikeys/:id/rotate': 'api_key_rotated',
  'POST /api/v1/apikeys/:id/generate-code': 'site_token_issued',
  'POST /api/v1/apikeys/:id/revoke-site-token': 'site_tokens_revoked',
  'DELETE /api/v1/apikeys/:id': 'api_key_deleted',
  'POST /api/v1/metric-configs': 'metric_config_created',
  'PUT /api/v1/metric-configs/:id': 'metric_config_changed',
  'DELETE /api/v1/metric-configs/:id': 'metric_config_deleted',
  'POST /api/v1/metric-configs/:id/generate-code': 'browser_token_issued',
  'POST /api/v1/metric-configs/:id/revoke-token': 'browser_tokens_revoked',
} as const;

export type SecurityEvent = (typeof byRequest)[keyof typeof byRequest] | 'credentials_refused';

/** Every event there is. */
export const securityEvents: readonly SecurityEvent[] = [...Object.values(byRequest), 'credentials_refused'];

/** `refused`: the request was at fault. `failed`: we were, or the caller went away before the answer. */
export const securityResults = ['ok', 'refused', 'failed'] as const;
export type SecurityResult = (typeof securityResults)[number];

const events: ReadonlyMap<string, SecurityEvent> = new Map(Object.entries(byRequest));

/** The event of a request; undefined when it is none. `route` is the pattern of the route. */
export function securityEventOf(method: string, route: string): SecurityEvent | undefined {
  return events.get(`${method} ${route}`);
}
