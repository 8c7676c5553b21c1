import type pg from 'pg';
import { type CommandResult, withCommandDatabase } from './commandDatabase.ts';
import { splitUrls } from './config.ts';
import { countHeldTenants, forgetGateway } from './forwarding/forgetGateway.ts';
import { askPresence } from './forwarding/gatewayPresence.ts';
import { gatewayName } from './forwarding/placement.ts';
import { whyNotToForget } from './gatewayRefusals.ts';

const usage = `Usage: npm run gateways                           which Pushgateways hold tenants, and whether they answer
       npm run gateways -- forget <URL>           let the tenants of one that is gone for good go to another
       npm run gateways -- forget <URL> --gone    the same, when something else answers at its address by now`;

export interface GatewaysSettings {
  /** Undefined explains how to say where it is. */
  readonly databaseUrl: string | undefined;
  /** PUSHGATEWAY_URLS of the backend, as far as the command's environment says. */
  readonly listedUrls: readonly string[];
}

/** Lists the gateways that hold tenants, or forgets one whose process is gone and will never confirm that it is empty. */
export async function runGatewaysCommand(args: readonly string[], settings: GatewaysSettings): Promise<CommandResult> {
  const [action, address = '', ...options] = args;
  const [url = '', ...others] = splitUrls(address);
  const isOneUrl = /^https?:/.test(url) && URL.canParse(url) && others.length === 0;
  const isGone = options.length === 1 && options[0] === '--gone';
  const isForget = action === 'forget' && isOneUrl && (options.length === 0 || isGone);
  if (action !== undefined && !isForget) return { exitCode: 2, text: usage };
  const listed = settings.listedUrls.filter((part) => URL.canParse(part));
  const command = { npm: 'npm run gateways', container: 'gateways.js' };
  return withCommandDatabase({ databaseUrl: settings.databaseUrl, command, queryTimeoutMs: 30_000 }, (client) =>
    isForget ? forget(client, url, isGone, listed) : list(client, listed),
  );
}

async function list(client: pg.Client, listed: readonly string[]): Promise<CommandResult> {
  const held = await countHeldTenants(client);
  if (held.length === 0) return { exitCode: 0, text: 'No Pushgateway holds a tenant.' };
  const withCredentials = new Map(listed.map((url) => [gatewayName(url), url]));
  const lines = held.map(async ({ gateway, tenants }) => {
    const { text } = await askPresence(withCredentials.get(gateway) ?? gateway);
    return `${gateway}  ${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}  ${text}`;
  });
  return { exitCode: 0, text: (await Promise.all(lines)).join('\n') };
}

async function forget(
  client: pg.Client,
  url: string,
  isGone: boolean,
  listedUrls: readonly string[],
): Promise<CommandResult> {
  const name = gatewayName(url);
  const presence = await askPresence(url);
  const refusal = await whyNotToForget(client, { name, presence, isGone, listedUrls });
  if (refusal !== undefined) return { exitCode: 1, text: refusal };
  const count = await forgetGateway(client, name);
  const tenants = count === 1 ? 'the tenant' : `the ${count} tenants`;
  return {
    exitCode: 0,
    text: `Forgot ${name} (it ${presence.text}). The backend now places ${tenants} on the gateways of PUSHGATEWAY_URLS, within seconds. If ${name} is still a target in prometheus.yml, remove it there.`,
  };
}
