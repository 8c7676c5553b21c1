import { publicUrl } from './backendEnvironment.ts';
import { keepRunning, withoutDeathReport } from './keepRunning.ts';
import { startOnFreePort } from './ports.ts';
import type { StackStart } from './stackOptions.ts';
import { answersOk, startService } from './startService.ts';

/**
 * Starts the sample shop and its visitors, when they are wanted, and resolves with its URL. The API must be ready.
 * @param visitorsSinceMs when its history has just ended; visitors go on from there. Undefined: from now
 */
export async function launchDemo(
  start: StackStart,
  apiPort: number,
  visitorsSinceMs: number | undefined,
): Promise<string | undefined> {
  const [command, ...args] = start.demoCommand ?? [];
  if (command === undefined) return undefined;
  const hooks = withoutDeathReport(start.hooks);
  const startOn = (port: number, sinceMs?: number) => {
    const env = {
      ...start.env,
      DEMO_PORT: String(port),
      DEMO_API_URL: `http://127.0.0.1:${apiPort}`,
      DEMO_DASHBOARD_URL: publicUrl(start.env, apiPort),
      DEMO_PASSWORD: start.secrets.demoPassword,
      DEMO_VISITORS_SINCE_MS: sinceMs === undefined ? '' : String(sinceMs),
    };
    const spec = { name: 'demo', command, args, env, cwd: start.rootDir };
    return startService(spec, answersOk(`http://127.0.0.1:${port}/`), hooks);
  };
  const { service, port } = await start.progress.step(
    'demo',
    () =>
      startOnFreePort(start.ports.candidates('demo'), async (free) => ({
        service: await startOn(free, visitorsSinceMs),
        port: free,
      })),
    (started) => `http://localhost:${started.port}${start.ports.remember('demo', started.port)}`,
  );
  void keepRunning(service, {
    startAgain: () => startOn(port),
    progress: start.progress,
    signal: hooks.signal,
    meanwhile: 'all else works meanwhile',
  });
  return `http://localhost:${port}`;
}
