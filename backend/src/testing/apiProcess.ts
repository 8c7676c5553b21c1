import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { choosePort } from '../../../scripts/stack/ports.ts';
import type { Service } from '../../../scripts/stack/service.ts';
import { answersOk, startService } from '../../../scripts/stack/startService.ts';

/** The API as a process of its own, started as `npm start` does it, for tests that kill it. */
export interface ApiProcess extends Service {
  readonly url: string;
  /** Its environment, for another one that is to be like it. */
  readonly env: Readonly<Record<string, string>>;
}

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Resolves when it answers. Same secrets and port as `env` says, otherwise its own. */
export async function startApiProcess(
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ApiProcess> {
  const port = env.PORT ?? String(await choosePort());
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    NODE_ENV: 'test',
    PORT: port,
    INTERNAL_PORT: '0',
    PUBLIC_URL: url,
    DATABASE_URL: databaseUrl,
    JWT_SECRET: randomBytes(48).toString('base64'),
    BCRYPT_ROUNDS: '4',
    DRAIN_SECONDS: '0',
    BROWSER_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
    ...env,
  };
  const service = await startService(
    {
      name: 'api',
      command: process.execPath,
      args: ['--import', 'tsx', mainFile],
      env: { PATH: process.env.PATH, ...settings },
    },
    answersOk(`${url}/api/v1/health/live`),
  );
  return { ...service, url, env: settings };
}
