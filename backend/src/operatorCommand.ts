import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** What the command has to say, and how it ends: 0 done, 1 could not be done, 2 not understood. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly text: string;
}

const usage = `Usage: npm run operator -- grant <email>     let an account see all tenants in Grafana
       npm run operator -- revoke <email>    back to its own numbers`;

const whereIsTheDatabase = `There is no database to talk to. Either
  - run the command beside a running \`npm start\`, or
  - name the database:     DATABASE_URL=postgres://user:password@host:5432/uvp npm run operator -- grant <email>, or
  - with Docker Compose:   docker compose exec backend node backend/dist/operator.js grant <email>`;

/**
 * Makes the account with this address an operator, or no longer one. The next query from Grafana goes by it.
 * @param databaseUrl undefined explains how to say where it is
 */
export async function runOperatorCommand(
  args: readonly string[],
  databaseUrl: string | undefined,
): Promise<CommandResult> {
  const [action, address, ...more] = args;
  if ((action !== 'grant' && action !== 'revoke') || address === undefined || more.length > 0) {
    return { exitCode: 2, text: usage };
  }
  if (databaseUrl === undefined) return { exitCode: 1, text: whereIsTheDatabase };
  const email = address.trim().toLowerCase();
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  try {
    await client.connect();
    return await setOperator(client, email, action === 'grant');
  } catch (error) {
    return { exitCode: 1, text: `The database does not answer: ${error instanceof Error ? error.message : error}` };
  } finally {
    await client.end();
  }
}

async function setOperator(client: pg.Client, email: string, isOperator: boolean): Promise<CommandResult> {
  const { rows } = await client.query<{ was: boolean; active: boolean }>(
    `update users u set is_operator = $2, updated_at = now()
     from (select id, is_operator as was, is_active as active from users where email = $1 for update) before
     where u.id = before.id returning before.was, before.active`,
    [email, isOperator],
  );
  const before = rows[0];
  if (!before) return { exitCode: 1, text: `There is no account with the address ${email}; it has to sign up first.` };
  const change = before.was === isOperator ? 'already' : 'now';
  const state = isOperator
    ? `is an operator ${change}`
    : `is no operator${before.was ? ' any more' : ', and was none'}`;
  const effect = isOperator
    ? "Grafana shows this account all tenants and the platform's own metrics."
    : 'Grafana shows this account its own numbers only.';
  const warning = before.active ? '' : '\nThe account is switched off, so it can see nothing at all.';
  return { exitCode: 0, text: `${email} ${state}. ${effect}${warning}` };
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
