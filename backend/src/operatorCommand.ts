import type pg from 'pg';
import { type CommandResult, withCommandDatabase } from './commandDatabase.ts';

const usage = `Usage: npm run operator -- grant <email>     let an account see all tenants in Grafana
       npm run operator -- revoke <email>    back to its own numbers`;

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
  const email = address.trim().toLowerCase();
  const command = { npm: 'npm run operator -- grant <email>', container: 'operator.js grant <email>' };
  return withCommandDatabase({ databaseUrl, command, queryTimeoutMs: 5_000 }, (client) =>
    setOperator(client, email, action === 'grant'),
  );
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
