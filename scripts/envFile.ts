import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variables that must not be the same twice, with how each is made. None holds a character that a URL, YAML or a shell would read. */
const secrets: Readonly<Record<string, () => string>> = {
  POSTGRES_PASSWORD: () => randomBytes(24).toString('hex'),
  JWT_SECRET: () => randomBytes(48).toString('base64url'),
  BROWSER_TOKEN_KEYS: () => `k1:${randomBytes(32).toString('base64url')}`,
  GRAFANA_DATASOURCE_TOKEN: () => randomBytes(32).toString('hex'),
  GF_SECURITY_ADMIN_PASSWORD: () => randomBytes(18).toString('hex'),
  GF_SECURITY_SECRET_KEY: () => randomBytes(32).toString('hex'),
};

/** What `fillTemplate` fills in. */
export const generatedVariables: readonly string[] = Object.keys(secrets);

/**
 * The text of env.template with fresh secrets where it has none.
 * @throws Error naming a variable that the template does not have, or has with a value
 */
export function fillTemplate(template: string): string {
  let text = template;
  for (const [name, make] of Object.entries(secrets)) {
    const line = new RegExp(`^${name}=$`, 'm');
    if (!line.test(text)) throw new Error(`env.template has no line ${name}= without a value`);
    text = text.replace(line, `${name}=${make()}`);
  }
  return text;
}

/**
 * Writes `.env` into the directory, from its env.template, readable by its owner only, and returns the path.
 * @throws Error when there is one already: what is encrypted and signed with its secrets needs them
 */
export function writeEnvFile(directory: string): string {
  const path = join(directory, '.env');
  const text = fillTemplate(readFileSync(join(directory, 'env.template'), 'utf8'));
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new Error(
      `${path} is there already and is left as it is: its secrets protect data. Move it away to get a new one.`,
    );
  }
  return path;
}
