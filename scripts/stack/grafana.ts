import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../provision/findBinary.ts';
import type { LocalSecrets } from './secrets.ts';
import type { Service } from './service.ts';
import { answersOk, type ServiceHooks, startService } from './startService.ts';

export interface GrafanaInstallation {
  /** The command line that starts the server, program first. */
  command: string[];
  /** Holds `conf/defaults.ini` and `public/`. */
  homePath: string;
}

export interface GrafanaOptions extends GrafanaInstallation {
  /** The caller's environment: its GF_ variables win over grafana.ini, except for addresses and paths. */
  env: NodeJS.ProcessEnv;
  dataDir: string;
  /** The repository's `grafana/`: grafana.ini and provisioning. */
  settingsDir: string;
  port: number;
  /** Where browsers reach the backend, no slash at the end. */
  publicUrl: string;
  /** The query API on the backend's internal listener. */
  datasourceUrl: string;
  datasourceToken: string;
  /** What the backend has written; Grafana reads it once. */
  publicKeyFile: string;
  secrets: LocalSecrets;
}

/** `GRAFANA_HOME`, else `grafana` or `grafana-server` on the PATH; undefined when there is none or its home is unknown. */
export function findGrafana(env: NodeJS.ProcessEnv): GrafanaInstallation | undefined {
  const home = env.GRAFANA_HOME;
  const candidates = home
    ? [join(home, 'bin/grafana'), join(home, 'bin/grafana-server')]
    : [findOnPath(env, ['grafana']), findOnPath(env, ['grafana-server'])];
  const program = candidates.find((path) => path !== undefined && isExecutable(path));
  if (program === undefined) return undefined;
  // The homes of the tarball, the Debian and RPM packages, and Homebrew.
  const homePath = [home, dirname(dirname(program)), '/usr/share/grafana', join(dirname(program), '../share/grafana')]
    .filter((path) => path !== undefined)
    .find((path) => existsSync(join(path, 'conf/defaults.ini')));
  if (homePath === undefined) return undefined;
  return { command: program.endsWith('grafana-server') ? [program] : [program, 'server'], homePath };
}

/**
 * Starts Grafana on 127.0.0.1 with the repository's grafana.ini and provisioning, as Compose does, and resolves when it is healthy.
 * People reach it through the backend, which must have started before.
 */
export async function startGrafana(options: GrafanaOptions, hooks: ServiceHooks = {}): Promise<Service> {
  mkdirSync(options.dataDir, { recursive: true });
  const config = join(options.settingsDir, 'grafana.ini');
  const [command = '', ...args] = [...options.command, '--homepath', options.homePath, '--config', config];
  const spec = { name: 'grafana', command, args, cwd: options.homePath, env: grafanaEnvironment(options) };
  return startService(spec, answersOk(`http://127.0.0.1:${options.port}/api/health`), hooks);
}

function grafanaEnvironment(options: GrafanaOptions): NodeJS.ProcessEnv {
  const provisioningDir = join(options.settingsDir, 'provisioning');
  return {
    GF_SECURITY_ADMIN_PASSWORD: options.secrets.grafanaAdminPassword,
    GF_SECURITY_SECRET_KEY: options.secrets.grafanaSecretKey,
    ...options.env,
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(options.port),
    GF_PATHS_DATA: options.dataDir,
    GF_PATHS_LOGS: join(options.dataDir, 'log'),
    GF_PATHS_PLUGINS: join(options.dataDir, 'plugins'),
    GF_PATHS_PROVISIONING: provisioningDir,
    // Named in grafana.ini and provisioning.
    UVP_GRAFANA_ROOT_URL: `${options.publicUrl}/grafana/`,
    UVP_GRAFANA_KEY_FILE: options.publicKeyFile,
    UVP_GRAFANA_DATASOURCE_URL: options.datasourceUrl,
    UVP_GRAFANA_DASHBOARDS_DIR: join(provisioningDir, 'dashboards'),
    GRAFANA_DATASOURCE_TOKEN: options.datasourceToken,
  };
}
