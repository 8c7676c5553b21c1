import type { Check, Health } from '../../api/health.ts';
import { formatDuration } from '../../format.ts';
import type { Card, CardState } from './statusCard.ts';

/** The parts of the platform as the health check has them. */
export function cardsOf(health: Health): Card[] {
  const { database, pushgateway, prometheus } = health.checks;
  const facts = [
    health.version === undefined ? '' : `version ${health.version}`,
    health.uptimeSeconds === undefined ? '' : `up for ${formatDuration(health.uptimeSeconds)}`,
  ].filter((fact) => fact !== '');
  return [
    { name: 'API', role: ROLES.api, state: 'up', detail: facts.join(', ') || undefined },
    { name: 'Database', role: ROLES.database, state: database.state, detail: detailOf(database) },
    { name: 'Pushgateway', role: ROLES.pushgateway, state: pushgateway.state, detail: detailOf(pushgateway) },
    { name: 'Prometheus', role: ROLES.prometheus, state: prometheus.state, detail: detailOf(prometheus) },
  ];
}

function detailOf({ detail, latencyMs }: Check): string | undefined {
  return detail ?? (latencyMs === undefined ? undefined : `answers in ${Math.max(1, Math.round(latencyMs))} ms`);
}

/** All parts in one state, and the API in its own. */
export function cardsIn(state: CardState, apiState: CardState): Card[] {
  return [
    { name: 'API', role: ROLES.api, state: apiState },
    { name: 'Database', role: ROLES.database, state },
    { name: 'Pushgateway', role: ROLES.pushgateway, state },
    { name: 'Prometheus', role: ROLES.prometheus, state },
  ];
}

const ROLES = {
  api: 'Takes samples from pages and servers.',
  database: 'Keeps the totals. What was acknowledged is here.',
  pushgateway: 'Shows the totals to Prometheus.',
  prometheus: 'Keeps the series, for graphs and alerts.',
};
