import type { Service } from './service.ts';
import { answersOk, type ServiceHooks, startService } from './startService.ts';

export interface BackendOptions {
  /** The command line, program first. */
  command: readonly string[];
  /** Complete; its PORT is the one asked for readiness. */
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/**
 * Starts the API and resolves when it lives and can store samples. It runs its migrations first, so the first answer
 * of a fresh database takes a little longer.
 */
export async function startBackend(options: BackendOptions, hooks: ServiceHooks = {}): Promise<Service> {
  const [command = '', ...args] = options.command;
  const health = `http://127.0.0.1:${options.env.PORT}/api/v1/health`;
  const lives = answersOk(`${health}/live`);
  const isHealthy = answersOk(health);
  return startService(
    { name: 'backend', command, args, env: options.env, cwd: options.cwd },
    async (lines) => (await lives(lines)) && (await isHealthy(lines)),
    hooks,
  );
}
