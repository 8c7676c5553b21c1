import type pg from 'pg';
import { countHeldTenants, secondsSinceLastPush, unreachedAfterSeconds } from './forwarding/forgetGateway.ts';
import { askPresence, type GatewayPresence } from './forwarding/gatewayPresence.ts';
import { gatewayName } from './forwarding/placement.ts';

/** What an operator wants forgotten. */
export interface ForgetRequest {
  /** As the database calls the gateway. */
  readonly name: string;
  /** From where the command runs. */
  readonly presence: GatewayPresence;
  /** The operator's word that what answers there is not the gateway. */
  readonly isGone: boolean;
  /** PUSHGATEWAY_URLS of the backend; empty when the command has not been told. */
  readonly listedUrls: readonly string[];
}

/**
 * Why a gateway must not be forgotten, as a text for the operator; undefined when nothing hints that it still runs. Prometheus would see
 * the tenants of one that runs twice.
 */
export async function whyNotToForget(client: pg.ClientBase, request: ForgetRequest): Promise<string | undefined> {
  return (
    (await holdsNobody(client, request.name)) ??
    isListed(request) ??
    mayBeThere(request) ??
    (await wasPushedTo(client, request.name)) ??
    (await isSeenFromElsewhere(request))
  );
}

async function holdsNobody(client: pg.ClientBase, name: string): Promise<string | undefined> {
  const held = await countHeldTenants(client);
  if (held.some(({ gateway }) => gateway === name)) return undefined;
  const others = held.map(({ gateway }) => gateway).join(', ') || 'none';
  return `No tenant is on ${name}. Pushgateways that hold tenants: ${others}.`;
}

function isListed({ name, listedUrls }: ForgetRequest): string | undefined {
  if (listedUrls.length === 0) {
    return `PUSHGATEWAY_URLS is not set here, so this command cannot know whether the backend still uses ${name}. Run it where the backend runs, for example docker compose exec backend node backend/dist/gateways.js forget ${name}, or set PUSHGATEWAY_URLS to the backend's own list.`;
  }
  if (!listedUrls.map(gatewayName).includes(name)) return undefined;
  return `${name} is in PUSHGATEWAY_URLS, so its tenants would be placed on it again. Take it off the list, restart the backend, and run this again.`;
}

function mayBeThere({ name, presence, isGone }: ForgetRequest): string | undefined {
  if (presence.kind === 'silent') return undefined;
  if (presence.kind === 'running') {
    return `${name} ${presence.text}, so it is not forgotten: Prometheus would see its numbers twice. Once it has left PUSHGATEWAY_URLS, the backend empties it and moves its tenants by itself. If the backend cannot use it, stop it and run this again.`;
  }
  if (isGone) return undefined;
  return `${name} ${presence.text}. It may still run, behind a proxy or a password, and Prometheus would see its numbers twice. If it runs, stop it and run this again. If it is gone and something else has its address, add --gone.`;
}

async function wasPushedTo(client: pg.ClientBase, name: string): Promise<string | undefined> {
  const seconds = await secondsSinceLastPush(client, name);
  if (seconds === undefined || seconds >= unreachedAfterSeconds) return undefined;
  const waitMinutes = Math.ceil((unreachedAfterSeconds - seconds) / 60);
  return `A backend pushed to ${name} ${Math.round(seconds)} s ago, so one may still use it. Only after ${unreachedAfterSeconds / 60} minutes without a push is it certain that none does. If the Pushgateway has ended, run this again in ${waitMinutes} min.`;
}

/** A gateway that is silent from here may be well where the backend runs. */
async function isSeenFromElsewhere({ name, listedUrls }: ForgetRequest): Promise<string | undefined> {
  const presences = await Promise.all(listedUrls.map(askPresence));
  if (presences.some(({ kind }) => kind === 'running')) return undefined;
  const list = listedUrls.map((url, index) => `${gatewayName(url)} ${presences[index]?.text}`).join('; ');
  return `None of the Pushgateways in PUSHGATEWAY_URLS can be reached from here either (${list}), so the silence of ${name} may be this computer's. Run this where the backend runs, while one of them answers: its tenants need one to go to.`;
}
