/** Who makes the statements: `api` is Sequelize's connections, `ingest` those of ingestion and forwarding. */
export type SettingsPurpose = 'api' | 'ingest';

export const statementTimeoutMs = 5_000;

/**
 * What our SQL, and the reading of its results, rely on. A database or a role may have other defaults (`alter role … set …`), so every
 * connection sets them. What is the operator's to choose is left alone: `search_path`, `synchronous_commit`, memory, and
 * `default_transaction_read_only`, with which providers stop writes before a disk is full.
 */
const reliedOn: Readonly<Record<string, string>> = {
  statement_timeout: `${statementTimeoutMs}`,
  idle_in_transaction_session_timeout: `${statementTimeoutMs}`,
  lock_timeout: '0',
  timezone: "'UTC'",
  datestyle: "'ISO, MDY'",
  intervalstyle: "'postgres'",
  bytea_output: "'hex'",
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  // Estimates for arrays are high, and compiling a plan takes Postgres longer than any statement of ours.
  jit: 'off',
};

/** Rows are locked in the order that the statements ask for; a hash join would lock them in the order of the table. */
const plannerSettings: Readonly<Record<string, string>> = { enable_hashjoin: 'off', enable_mergejoin: 'off' };

/** SQL that takes a limit away that only newer servers know; nothing happens where the server does not. */
function withoutLimit(name: string, isLocal: boolean): string {
  return `select set_config('${name}', '0', ${isLocal}) where current_setting('${name}', true) is not null`;
}

function settingsFor(purpose: SettingsPurpose): [string, string][] {
  return Object.entries(purpose === 'ingest' ? { ...reliedOn, ...plannerSettings } : reliedOn);
}

/** SQL that a connection runs once, before all else. */
export function sessionSettings(purpose: SettingsPurpose): string {
  const settings = [
    ...settingsFor(purpose),
    ['default_transaction_isolation', "'read committed'"],
    // A cut network is an error in 10 s instead of minutes.
    ['tcp_user_timeout', '10000'],
  ].map(([name, value]) => `set ${name} = ${value}`);
  // Connections rest between requests, the one that tidies up in the middle of a transaction.
  const lifted = ['idle_session_timeout', 'transaction_timeout'].map((name) => withoutLimit(name, false));
  return [...settings, ...lifted].join('; ');
}

/** SQL that follows `begin` where a connection is another session in each transaction. */
export function transactionSettings(purpose: SettingsPurpose): string {
  const settings = settingsFor(purpose).map(([name, value]) => `set local ${name} = ${value}`);
  const lifted = withoutLimit('transaction_timeout', true);
  return ['set transaction isolation level read committed', ...settings, lifted].join('; ');
}
