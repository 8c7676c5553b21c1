/** What the gateway does with a request, by its method and path. */
export type Verdict = 'forward' | 'asset' | 'signOut' | 'refuse';

/**
 * What people have no business with: signing in otherwise than through us, administration, and whatever could be stored for, or read of,
 * other members of the one organisation. Each with all that lies below it.
 */
const refused = `
  login signup admin org invite verify user/password user/auth-tokens metrics debug render swagger swagger-ui openapi3
  public-dashboards dashboard/snapshot dashboard/snapshots dashboards/snapshots connections datasources
  api/admin api/alertmanager api/alert-notifications api/alerts api/auth api/cloudmigration api/gnet api/live api/login
  api/org/invites api/org/users api/orgs api/prometheus api/public api/ruler api/serviceaccounts api/snapshot api/snapshots
  api/snapshots-delete api/teams api/user/auth-tokens api/user/password api/user/revoke-auth-token api/user/using api/users
  api/v1/eval api/v1/ngalert api/v1/notifications api/v1/provisioning api/v1/receivers api/v1/rule`
  .trim()
  .split(/\s+/);

/** Groups of the newer API, whatever their version: alerting, people, secrets, provisioning, snapshots. */
const refusedGroups = /^apis\/([\w-]+\.alerting|iam|secret|provisioning|dashboardsnapshot)\.grafana\.app(\/|$)/;

/** All that may be sent: questions to the data source, and what a person stores for nobody but themselves. */
const allowedWrites: readonly RegExp[] = [
  /^api\/ds\/query$/,
  /^api\/datasources\/(uid\/)?[\w-]+\/resources\/.+$/,
  /^api\/datasources\/proxy\/(uid\/)?[\w-]+\/.+$/,
  /^api\/user\/(stars\/dashboard(\/uid)?\/[\w-]+|preferences|helpflags\/\w+)$/,
  // Which features the page may show; it is a question, sent as a POST.
  /^apis\/features\.grafana\.app\/.+$/,
];

/** Characters of a path, RFC 3986, 3.3. */
const pathCharacters = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-fA-F]{2})*$/;

/** @param path below `/grafana`, with its slash, without the query, as it stands in the request */
export function judge(method: string, path: string): Verdict {
  const plain = plainPath(path);
  if (plain === undefined) return 'refuse';
  if (plain === 'logout') return 'signOut';
  const lower = plain.toLowerCase();
  if (refused.some((prefix) => lower === prefix || lower.startsWith(`${prefix}/`)) || refusedGroups.test(lower)) {
    return 'refuse';
  }
  const reads = method === 'GET' || method === 'HEAD';
  if (lower.startsWith('public/')) return reads ? 'asset' : 'refuse';
  return reads || allowedWrites.some((pattern) => pattern.test(plain)) ? 'forward' : 'refuse';
}

/** The path without outer slashes, decoded; undefined for one that Grafana might read in another way than we do. */
function plainPath(path: string): string | undefined {
  if (!pathCharacters.test(path) || /%(2e|2f|5c|25|[01][0-9a-f]|7f)/i.test(path)) return undefined;
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  const isAmbiguous = segments.some((segment) => segment === '.' || segment === '..');
  if (isAmbiguous || (segments.length > 1 && segments.includes(''))) return undefined;
  try {
    return decodeURIComponent(segments.join('/'));
  } catch {
    return undefined;
  }
}
