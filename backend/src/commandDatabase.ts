import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** What a command has to say, and how it ends: 0 done, 1 could not be done, 2 not understood. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly text: string;
}

export interface CommandDatabase {
  /** Undefined explains how to say where it is. */
  readonly databaseUrl: string | undefined;
  /** The command as people type it: by npm, and the part after `node backend/dist/` in the container. */
  readonly command: { readonly npm: string; readonly container: string };
  readonly queryTimeoutMs: number;
}

const connectTimeoutMs = 5_000;
/** Postgres's code for a table that is not there. */
const undefinedTable = '42P01';

/**
 * Does the work of an operator's command on a connection of its own. A database that is not known, does not answer or refuses becomes
 * the command's result.
 * @throws whatever else the work throws
 */
export async function withCommandDatabase(
  { databaseUrl, command, queryTimeoutMs }: CommandDatabase,
  work: (client: pg.Client) => Promise<CommandResult>,
): Promise<CommandResult> {
  if (databaseUrl === undefined) return { exitCode: 1, text: whereIsTheDatabase(command) };
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
  });
  let isConnected = false;
  // A connection that breaks off is also reported as an event, which ends the process when nobody listens.
  client.on('error', () => {
    isConnected = false;
  });
  try {
    await client.connect();
    isConnected = true;
    return await work(client);
  } catch (error) {
    const text = whatTheDatabaseSays(error, isConnected);
    if (text === undefined) throw error;
    return { exitCode: 1, text };
  } finally {
    await client.end();
  }
}

function whereIsTheDatabase({ npm, container }: CommandDatabase['command']): string {
  return `There is no database to talk to. Either
  - run the command beside a running \`npm start\`, or
  - name the database:     DATABASE_URL=postgres://user:password@host:5432/uvp ${npm}, or
  - with Docker Compose:   docker compose exec backend node backend/dist/${container}`;
}

/** Undefined for an error that is not the database's. */
function whatTheDatabaseSays(error: unknown, isConnected: boolean): string | undefined {
  if (error instanceof pg.DatabaseError && !isGoingAway(error)) {
    if (error.code !== undefinedTable) return `The database refuses: ${error.message}`;
    return `The database has no such table (${error.message}). Is it the backend's database, and has this version of the backend run on it?`;
  }
  const isAway = error instanceof pg.DatabaseError || !isConnected || isQueryTimeout(error);
  return isAway ? `The database does not answer: ${describeFailure(error)}` : undefined;
}

/** The error of a name with several addresses, none of which answers, has a code and no message. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String(Reflect.get(error, 'code'));
}

/** It is being shut down or still starting (class 57P of Postgres's codes), or something on the way says that it is gone (class 08). */
function isGoingAway({ code }: pg.DatabaseError): boolean {
  return code !== undefined && /^(57P|08)/.test(code);
}

/** The client has no class or code for it. */
function isQueryTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/**
 * The database of a stack that `npm start` runs on this directory: the port from Postgres's own lock file, whose fourth line it is
 * (https://www.postgresql.org/docs/current/storage-file-layout.html), the password from the launcher's secrets. Undefined when none
 * runs there.
 */
export function localDatabaseUrl(localDir: string): string | undefined {
  try {
    const port = Number(readFileSync(join(localDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]);
    const secrets: unknown = JSON.parse(readFileSync(join(localDir, 'secrets.json'), 'utf8'));
    const password: unknown = Reflect.get(Object(secrets), 'postgresPassword');
    if (!(port > 0) || typeof password !== 'string') return undefined;
    return `postgres://uvp:${encodeURIComponent(password)}@127.0.0.1:${port}/uvp`;
  } catch {
    return undefined;
  }
}
