import type { World } from './world.ts';

/** The address, the key and the token of `id` where a text has stand-ins for them. */
export async function withCredentials(world: World, text: string, id?: string): Promise<string> {
  const token = id === undefined ? '' : (/mb_[\w.-]+/.exec((await world.codeOf(id)).code)?.[0] ?? '');
  return text
    .replaceAll('https://metrics.example.com', world.url)
    .replaceAll('http://localhost:3000', world.url)
    .replaceAll('http://localhost:9090', world.stack.prometheus.url)
    .replaceAll('mk_…', world.tenant.apiKey)
    .replaceAll('ms_live_…', world.tenant.apiSecret)
    .replaceAll('mb_…', token);
}
