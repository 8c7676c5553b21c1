import { join } from 'node:path';
import { publicUrl, type StackAddresses } from './backendEnvironment.ts';
import { findGrafana, startGrafana } from './grafana.ts';
import { keepRunning, withoutDeathReport } from './keepRunning.ts';
import type { StackStart } from './stackOptions.ts';

/**
 * Starts the Grafana that can be found, unless the caller's GRAFANA_URL names one (an empty one: none); when there is none, says in a
 * line how to get it. The backend must be ready: it writes the key that Grafana reads.
 */
export async function launchGrafana(start: StackStart, addresses: StackAddresses, port: number): Promise<void> {
  const { env, secrets, progress } = start;
  if (env.GRAFANA_URL !== undefined) return;
  const installation = findGrafana(env);
  if (installation === undefined) {
    progress.say(
      'grafana: not found, and not needed: the dashboard has graphs of its own. To have it, unpack https://grafana.com/grafana/download and set GRAFANA_HOME to its directory',
    );
    return;
  }
  const options = {
    ...installation,
    env,
    dataDir: join(start.localDir, 'grafana'),
    settingsDir: join(start.rootDir, 'grafana'),
    port,
    publicUrl: publicUrl(env, addresses.port),
    datasourceUrl: `http://127.0.0.1:${addresses.internalPort}/api/v1/prometheus`,
    datasourceToken: env.GRAFANA_DATASOURCE_TOKEN || secrets.grafanaDatasourceToken,
    publicKeyFile: addresses.grafanaPublicKeyFile,
    secrets,
  };
  const hooks = withoutDeathReport(start.hooks);
  const service = await progress.step(
    'grafana',
    () => startGrafana(options, hooks),
    () => `http://localhost:${port}${start.ports.remember('grafana', port)}`,
  );
  void keepRunning(service, {
    startAgain: () => startGrafana(options, hooks),
    progress,
    signal: hooks.signal,
    meanwhile: 'all else works meanwhile',
  });
}
