import type { Migration } from '../migration.ts';
import { accounts } from './0001-accounts.ts';
import { totals } from './0002-totals.ts';
import { commitGroup } from './0003-commit-group.ts';
import { rateLimits } from './0004-rate-limits.ts';
import { trackingScripts } from './0005-tracking-scripts.ts';
import { metricNames } from './0010-metric-names.ts';
import { commitGroupInOrder } from './0011-commit-group-in-order.ts';
import { seriesAtConstantCost } from './0012-series-at-constant-cost.ts';
import { changedTenants } from './0013-changed-tenants.ts';
import { failedSignIns } from './0014-failed-sign-ins.ts';
import { sessions } from './0015-sessions.ts';
import { inPages } from './0016-in-pages.ts';
import { siteTokens } from './0017-site-tokens.ts';
import { pinnedSiteScripts } from './0018-pinned-site-scripts.ts';
import { robots } from './0019-robots.ts';

/** In the order in which they are applied. Names are for ever: a database remembers them. */
export const migrations: readonly Migration[] = [
  accounts,
  totals,
  commitGroup,
  rateLimits,
  trackingScripts,
  metricNames,
  commitGroupInOrder,
  seriesAtConstantCost,
  changedTenants,
  failedSignIns,
  sessions,
  inPages,
  siteTokens,
  pinnedSiteScripts,
  robots,
];
