import { join } from 'node:path';
import { startBackend } from './backend.ts';
import { backendEnvironment, type StackAddresses } from './backendEnvironment.ts';
import { findGrafana } from './grafana.ts';
import { launchDemo } from './launchDemo.ts';
import { launchDemoHistory } from './launchDemoHistory.ts';
import { launchGrafana } from './launchGrafana.ts';
import { launchMonitoring } from './launchMonitoring.ts';
import { launchPostgres } from './launchPostgres.ts';
import { openPortMemory } from './portMemory.ts';
import { choosePort, releasePort } from './ports.ts';
import { preferredPorts } from './preferredPorts.ts';
import type { Progress } from './progress.ts';
import { loadSecrets } from './secrets.ts';
import type { StackOptions, StackStart } from './stackOptions.ts';
import { forgetEndedGateways } from './startedGateways.ts';
import type { ServiceHooks } from './startService.ts';

/** Where everything answers. */
export interface RunningStack extends StackAddresses {
  /** Of the sample shop, if there is one. */
  demoUrl: string | undefined;
}

/**
 * Starts Postgres, Pushgateway, Prometheus, the API, Grafana and the sample shop, each when the one before it is ready, and resolves
 * with their addresses. Rejects when Postgres, the API or a program that was found cannot be started; what runs by
 * then is for the owner of the hooks to stop. Without Prometheus, Pushgateway or Grafana the API starts all the same.
 */
export async function runStack(options: StackOptions, hooks: ServiceHooks, progress: Progress): Promise<RunningStack> {
  const { env } = options;
  const ports = openPortMemory(options.localDir, preferredPorts(env));
  const start: StackStart = { ...options, hooks, progress, ports, secrets: loadSecrets(options.localDir) };
  // Chosen before they are listened on: the other parts must know them.
  const port = await choosePort(ports.candidates('backend'));
  const internalPort = await choosePort(ports.candidates('internal'));
  const grafanaPort = await choosePort(ports.candidates('grafana'));
  try {
    const databaseUrl = await launchPostgres(start);
    const grafanaPublicKeyFile = env.GRAFANA_PUBLIC_KEY_FILE || join(start.localDir, 'grafana-public.pem');
    const own = { port, internalPort, databaseUrl, grafanaPublicKeyFile };
    // Before Prometheus, which reads its blocks when it starts.
    const visitorsSinceMs = await launchDemoHistory(start, own);
    const monitoring = await launchMonitoring(start, internalPort);
    await forgetEarlierGateways(start, databaseUrl, monitoring.pushgatewayUrls);
    const isGrafanaFound = env.GRAFANA_URL === undefined && findGrafana(env) !== undefined;
    const grafanaUrl = env.GRAFANA_URL ?? (isGrafanaFound ? `http://127.0.0.1:${grafanaPort}` : '');
    const addresses = { ...own, ...monitoring, grafanaUrl };
    await launchBackend(start, addresses);
    await launchGrafana(start, addresses, grafanaPort);
    return { ...addresses, demoUrl: await launchDemo(start, port, visitorsSinceMs) };
  } finally {
    for (const reserved of [port, internalPort, grafanaPort]) releasePort(reserved);
  }
}

/** A Pushgateway that listens on another port than last time is another one to the backend. */
async function forgetEarlierGateways(start: StackStart, databaseUrl: string, pushgatewayUrls: string): Promise<void> {
  const { forgotten, unclear } = await forgetEndedGateways({
    localDir: start.localDir,
    databaseUrl,
    pushgatewayUrls,
    areOurs: start.env.PUSHGATEWAY_URLS === undefined,
  });
  if (forgotten.length > 0) {
    start.progress.say(`pushgateway: all totals go to this one; ${forgotten.join(', ')} ended with an earlier start`);
  }
  for (const { name, text } of unclear) {
    start.progress.warn(
      `pushgateway: ${name} of an earlier start still has tenants, and it ${text}. If that is no Pushgateway of yours: PUSHGATEWAY_URLS=${pushgatewayUrls} npm run gateways -- forget ${name} --gone`,
    );
  }
}

async function launchBackend(start: StackStart, addresses: StackAddresses): Promise<void> {
  const env = backendEnvironment(start.env, start.secrets, addresses);
  start.ports.remember('internal', addresses.internalPort);
  await start.progress.step(
    'backend',
    () => startBackend({ command: start.backendCommand, env, cwd: start.rootDir }, start.hooks),
    () => `http://localhost:${addresses.port}${start.ports.remember('backend', addresses.port)}`,
  );
}
