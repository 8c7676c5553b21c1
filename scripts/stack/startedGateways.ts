import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { splitUrls } from '../../backend/src/config.ts';
import { forgetGateway } from '../../backend/src/forwarding/forgetGateway.ts';
import { gatewayName } from '../../backend/src/forwarding/placement.ts';

/** Postgres's code for a table that is not there: the backend has never run on this database. */
const UNDEFINED_TABLE = '42P01';

export interface GatewaysOfThisStart {
  localDir: string;
  databaseUrl: string;
  /** PUSHGATEWAY_URLS of the backend. */
  pushgatewayUrls: string;
  /** Whether this launcher has started them; otherwise the caller has named them. */
  areOurs: boolean;
}

/**
 * Makes the database forget the Pushgateways that earlier launchers of this directory started on other ports, and remembers those of
 * this one. They kept nothing on disk and ended with their launcher, so none of them can confirm that it holds a tenant no more, which
 * is what the backend would wait for.
 * @returns the gateways that were forgotten
 */
export async function forgetEndedGateways({
  localDir,
  databaseUrl,
  pushgatewayUrls,
  areOurs,
}: GatewaysOfThisStart): Promise<string[]> {
  const path = join(localDir, 'pushgateways.json');
  const inUse = splitUrls(pushgatewayUrls)
    .filter((url) => URL.canParse(url))
    .map(gatewayName);
  const others = readNames(path).filter((name) => !inUse.includes(name));
  const forgotten = others.length === 0 ? [] : await forgetAll(databaseUrl, others);
  // Kept although it is forgotten here: the directory may be used with several databases.
  const started = areOurs ? [...others, ...inUse] : others;
  writeFileSync(`${path}.new`, `${JSON.stringify(started, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return forgotten;
}

async function forgetAll(databaseUrl: string, names: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const forgotten: string[] = [];
    for (const name of names) {
      const tenants = await forgetGateway(client, name);
      if (tenants > 0) forgotten.push(name);
    }
    return forgotten;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw error;
  } finally {
    await client.end();
  }
}

/** An unreadable file is an empty one: then `npm run gateways` is left to say. */
function readNames(path: string): string[] {
  try {
    const stored: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
