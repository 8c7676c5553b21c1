import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { splitUrls } from '../../backend/src/config.ts';
import { countHeldTenants, forgetGateway } from '../../backend/src/forwarding/forgetGateway.ts';
import { askPresence } from '../../backend/src/forwarding/gatewayPresence.ts';
import { gatewayName } from '../../backend/src/forwarding/placement.ts';

/** Postgres's code for a table that is not there: the backend has never run on this database. */
const UNDEFINED_TABLE = '42P01';
/** The directory may be used with several databases: in each, what had ended by then is forgotten at the next start within this time. */
const KEPT_FOR_MS = 30 * 24 * 3_600_000;

export interface GatewaysOfThisStart {
  localDir: string;
  databaseUrl: string;
  /** PUSHGATEWAY_URLS of the backend. */
  pushgatewayUrls: string;
  /** Whether this launcher has started them; otherwise the caller has named them. */
  areOurs: boolean;
  nowMs?: number;
}

export interface EarlierGateways {
  /** By name: those whose tenants were let go. */
  forgotten: string[];
  /** Those that hold tenants, and at whose address something answers that may be a Pushgateway or not. */
  unclear: { name: string; text: string }[];
}

/** A gateway that a launcher of this directory has started. */
interface Started {
  gateway: string;
  /** ISO 8601. */
  startedAt: string;
}

const startedList = z.array(z.object({ gateway: z.string(), startedAt: z.iso.datetime() }));

/**
 * Makes the database forget the Pushgateways that earlier launchers of this directory started on other ports, and remembers those of
 * this one. They kept nothing on disk and ended with their launcher, so none of them can confirm that it holds a tenant no more, which
 * is what the backend would wait for. An address at which somebody answers, or which the caller names, is another process's by now, and
 * no longer on our list: a Pushgateway there is emptied by the backend like any that has left PUSHGATEWAY_URLS.
 */
export async function forgetEndedGateways(start: GatewaysOfThisStart): Promise<EarlierGateways> {
  const nowMs = start.nowMs ?? Date.now();
  const path = join(start.localDir, 'pushgateways.json');
  const inUse = splitUrls(start.pushgatewayUrls)
    .filter((url) => URL.canParse(url))
    .map(gatewayName);
  const earlier = readStarted(path).filter(({ gateway }) => !inUse.includes(gateway));
  const asked = await Promise.all(earlier.map(async (one) => ({ ...one, presence: await askPresence(one.gateway) })));
  // What takes connections and never answers is no Pushgateway that anybody uses, and ours has ended.
  const ended = asked.filter(({ presence }) => presence.kind === 'silent' || presence.kind === 'mute');
  const others = asked.filter(({ presence }) => presence.kind === 'other');
  const { forgotten, held } = await forgetAll(
    start.databaseUrl,
    ended.map(({ gateway }) => gateway),
    others.map(({ gateway }) => gateway),
  );

  const kept = ended
    .filter(({ startedAt }) => nowMs - Date.parse(startedAt) < KEPT_FOR_MS)
    .map(({ gateway, startedAt }) => ({ gateway, startedAt }));
  const startedAt = new Date(nowMs).toISOString();
  const ours = start.areOurs ? inUse.map((gateway) => ({ gateway, startedAt })) : [];
  writeStarted(path, [...kept, ...ours]);
  const unclear = others
    .filter(({ gateway }) => held.includes(gateway))
    .map(({ gateway, presence }) => ({ name: gateway, text: presence.text }));
  return { forgotten, unclear };
}

/** @returns which of `ended` held tenants, and which of `others` hold any */
async function forgetAll(
  databaseUrl: string,
  ended: readonly string[],
  others: readonly string[],
): Promise<{ forgotten: string[]; held: string[] }> {
  if (ended.length === 0 && others.length === 0) return { forgotten: [], held: [] };
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const holders = (await countHeldTenants(client)).map(({ gateway }) => gateway);
    const forgotten = ended.filter((name) => holders.includes(name));
    for (const name of forgotten) await forgetGateway(client, name);
    return { forgotten, held: others.filter((name) => holders.includes(name)) };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return { forgotten: [], held: [] };
    throw error;
  } finally {
    await client.end();
  }
}

/** An unreadable file is an empty one: then `npm run gateways` is left to say. */
function readStarted(path: string): Started[] {
  try {
    return existsSync(path) ? startedList.parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
  } catch {
    return [];
  }
}

function writeStarted(path: string, started: readonly Started[]): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(started, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
