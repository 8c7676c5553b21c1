import { startOnFreePort } from './ports.ts';
import { portRemark, type StackStart } from './stackOptions.ts';
import { answersOk, startService } from './startService.ts';

/** Starts the sample website and its visitors, when they are wanted, and resolves with its URL. The API must be ready. */
export async function launchDemo(start: StackStart, apiPort: number): Promise<string | undefined> {
  const [command, ...args] = start.demoCommand ?? [];
  if (command === undefined) return undefined;
  const startOn = async (port: number) => {
    const env = {
      ...start.env,
      DEMO_PORT: String(port),
      DEMO_API_URL: `http://127.0.0.1:${apiPort}`,
      DEMO_PASSWORD: start.secrets.demoPassword,
    };
    const spec = { name: 'demo', command, args, env, cwd: start.rootDir };
    await startService(spec, answersOk(`http://127.0.0.1:${port}/`), start.hooks);
    return `http://localhost:${port}`;
  };
  return start.progress.step(
    'demo',
    () => startOnFreePort(start.preferred.demo, startOn),
    (url) => url + portRemark(start.preferred.demo, Number(new URL(url).port)),
  );
}
