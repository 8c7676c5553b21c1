import { randomBytes } from 'node:crypto';
import { type Config, loadConfig } from '../config.ts';

/** A configuration for tests: secrets of its own, cheap password hashes, no gateway. `overrides` are environment variables. */
export function testConfig(databaseUrl: string, overrides: Readonly<Record<string, string>> = {}): Config {
  return loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    INTERNAL_PORT: '0',
    PUBLIC_URL: 'https://metrics.example.test',
    DATABASE_URL: databaseUrl,
    JWT_SECRET: randomBytes(48).toString('base64'),
    BCRYPT_ROUNDS: '4',
    BROWSER_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
    LOG_LEVEL: 'debug',
    DRAIN_SECONDS: '0',
    ...overrides,
  });
}
