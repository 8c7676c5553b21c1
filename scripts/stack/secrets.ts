import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the local stack protects itself with; made once and then kept. */
export interface LocalSecrets {
  /** Signs the dashboard's sign-in tokens. */
  jwtSecret: string;
  /** `id:key[,id:key]`, each key 32 bytes in base64url, the current one first. */
  browserTokenKeys: string;
  postgresPassword: string;
  /** The bearer token of Grafana's data source. */
  grafanaDatasourceToken: string;
  /** Read by Grafana at its first start only. */
  grafanaAdminPassword: string;
  /** Encrypts what Grafana stores. */
  grafanaSecretKey: string;
  /** Of the sample shop's account. */
  demoPassword: string;
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/**
 * Reads secrets.json in the local directory; makes what it lacks and keeps what it has. The file is readable by its
 * owner only, also when it was not before, and is replaced in one step. Throws when it is not a JSON object.
 */
export function loadSecrets(localDir: string): LocalSecrets {
  const path = join(localDir, 'secrets.json');
  const stored = existsSync(path) ? parse(path) : {};
  const fresh: LocalSecrets = {
    jwtSecret: random(48),
    browserTokenKeys: `k1:${random(32)}`,
    postgresPassword: random(24),
    grafanaDatasourceToken: random(32),
    grafanaAdminPassword: random(18),
    grafanaSecretKey: random(32),
    demoPassword: random(12),
  };
  const secrets = { ...fresh, ...stored };
  if (Object.keys(fresh).some((name) => !(name in stored))) {
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  }
  chmodSync(path, 0o600);
  return secrets;
}

function parse(path: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, string>;
  } catch {
    // Reported below; the message of a JSON error would quote the file.
  }
  throw new Error(`${path} is not a JSON object: correct it, or remove it together with the data it protects`);
}
