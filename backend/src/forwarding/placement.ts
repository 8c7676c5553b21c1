import { createHash } from 'node:crypto';

/**
 * What a gateway is called in the database: its URL without credentials. They are nobody's business there, and with new ones it is
 * still the same gateway.
 */
export function gatewayName(url: string): string {
  const { username, password, protocol, host, pathname } = new URL(url);
  return username === '' && password === '' ? url : `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

/**
 * The name of the gateway for a tenant that has none yet: rendezvous hashing (Thaler and Ravishankar, 1998), so that every replica
 * chooses alike and a change of the list moves few.
 */
export function chooseGateway(tenantId: string, urls: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestWeight = '';
  for (const name of urls.map(gatewayName)) {
    const weight = createHash('sha256').update(`${name} ${tenantId}`).digest('hex');
    if (weight > bestWeight) {
      best = name;
      bestWeight = weight;
    }
  }
  return best;
}
