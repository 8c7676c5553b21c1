import type pg from 'pg';
import { type CommandResult, withCommandDatabase } from './commandDatabase.ts';
import { splitUrls } from './config.ts';
import { countHeldTenants, forgetGateway } from './forwarding/forgetGateway.ts';
import { gatewayName } from './forwarding/placement.ts';
import { createPushgatewaySink } from './forwarding/pushgatewaySink.ts';

const usage = `Usage: npm run gateways                    which Pushgateways hold tenants, and whether they answer
       npm run gateways -- forget <URL>    let the tenants of one that is gone for good go to another`;

export interface GatewaysSettings {
  /** Undefined explains how to say where it is. */
  readonly databaseUrl: string | undefined;
  /** PUSHGATEWAY_URLS of the backend, as far as the command's environment says. */
  readonly listedUrls: readonly string[];
}

/** Lists the gateways that hold tenants, or forgets one whose process is gone and will never confirm that it is empty. */
export async function runGatewaysCommand(args: readonly string[], settings: GatewaysSettings): Promise<CommandResult> {
  const [action, address = '', ...more] = args;
  const [url = '', ...others] = splitUrls(address);
  const isOneUrl = /^https?:/.test(url) && URL.canParse(url) && others.length === 0;
  const isForget = action === 'forget' && isOneUrl && more.length === 0;
  if (action !== undefined && !isForget) return { exitCode: 2, text: usage };
  const listed = settings.listedUrls.filter((part) => URL.canParse(part));
  const command = { npm: 'npm run gateways', container: 'gateways.js' };
  return withCommandDatabase({ databaseUrl: settings.databaseUrl, command, queryTimeoutMs: 30_000 }, (client) =>
    isForget ? forget(client, url, listed.map(gatewayName)) : list(client, listed),
  );
}

async function list(client: pg.Client, listed: readonly string[]): Promise<CommandResult> {
  const held = await countHeldTenants(client);
  if (held.length === 0) return { exitCode: 0, text: 'No Pushgateway holds a tenant.' };
  const withCredentials = new Map(listed.map((url) => [gatewayName(url), url]));
  const lines = held.map(async ({ gateway, tenants }) => {
    const silence = await whyItIsSilent(withCredentials.get(gateway) ?? gateway);
    return `${gateway}  ${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}  ${silence ?? 'answers'}`;
  });
  return { exitCode: 0, text: (await Promise.all(lines)).join('\n') };
}

async function forget(client: pg.Client, url: string, listed: readonly string[]): Promise<CommandResult> {
  const name = gatewayName(url);
  const held = await countHeldTenants(client);
  if (!held.some(({ gateway }) => gateway === name)) {
    const others = held.map(({ gateway }) => gateway).join(', ') || 'none';
    return { exitCode: 1, text: `No tenant is on ${name}. Pushgateways that hold tenants: ${others}.` };
  }
  if (listed.includes(name)) {
    return {
      exitCode: 1,
      text: `${name} is in PUSHGATEWAY_URLS, so its tenants would be placed on it again. Take it off the list, restart the backend, and run this again.`,
    };
  }
  const silence = await whyItIsSilent(url);
  if (silence === undefined) {
    return {
      exitCode: 1,
      text: `${name} answers, so it is not forgotten: Prometheus would see its numbers twice. Once it has left PUSHGATEWAY_URLS, the backend empties it and moves its tenants by itself.`,
    };
  }
  const count = await forgetGateway(client, name);
  const tenants = count === 1 ? 'the tenant' : `the ${count} tenants`;
  return {
    exitCode: 0,
    text: `Forgot ${name} (${silence}). The backend now places ${tenants} on the gateways of PUSHGATEWAY_URLS, within seconds. If ${name} is still a target in prometheus.yml, remove it there.`,
  };
}

/** Undefined when a Pushgateway that can be used answers. */
async function whyItIsSilent(url: string): Promise<string | undefined> {
  try {
    await createPushgatewaySink(url).status();
    return undefined;
  } catch (error) {
    return `does not answer as a Pushgateway: ${error instanceof Error ? error.message : error}`;
  }
}
