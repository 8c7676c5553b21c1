import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type StandInGrafana, startStandInGrafana } from '../../backend/src/testing/standInGrafana.ts';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { rootDir } from '../../scripts/stack/rootDir.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { startNginx } from './webServers.ts';

/** What nginx does with `/uvp` when it passes a request on. The documentation shows `keeps`. */
export type PathHandling = 'keeps' | 'takes off';

/** The dashboard behind a real nginx with TLS, below a path, set up as docs/operations.md says. */
export interface BehindNginx {
  /** Such as `https://127.0.0.1:41234/uvp`. */
  readonly publicUrl: string;
  readonly dashboard: Dashboard;
  readonly grafana: StandInGrafana;
  stop(): Promise<void>;
}

const datasourceToken = 'a-token-of-the-data-source-of-32-characters';

/** @param env variables of the platform, besides those that the documentation sets */
export async function startBehindNginx(
  pathHandling: PathHandling,
  env: Readonly<Record<string, string>> = {},
): Promise<BehindNginx> {
  const directory = await mkdtemp(join(tmpdir(), 'uvp-nginx-'));
  const port = await choosePort();
  const publicUrl = `https://127.0.0.1:${port}/uvp`;
  const keyFile = join(directory, 'jwt/public.pem');
  const grafana = await startStandInGrafana({
    UVP_GRAFANA_ROOT_URL: `${publicUrl}/grafana/`,
    UVP_GRAFANA_KEY_FILE: keyFile,
    UVP_GRAFANA_DATASOURCE_URL: 'http://127.0.0.1:1',
    GRAFANA_DATASOURCE_TOKEN: datasourceToken,
  });
  const dashboard = await startDashboard({
    PUBLIC_URL: publicUrl,
    TRUST_PROXY_HOPS: '1',
    GRAFANA_URL: grafana.url,
    GRAFANA_DATASOURCE_TOKEN: datasourceToken,
    GRAFANA_PUBLIC_KEY_FILE: keyFile,
    ...env,
  });
  const site = await documentedSite({ directory, port, backend: new URL(dashboard.url).host, pathHandling });
  const nginx = await startNginx(directory, port, site);
  releasePort(port);
  return {
    publicUrl,
    dashboard,
    grafana,
    async stop() {
      await Promise.all([nginx.stop(), dashboard.stop(), grafana.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The configuration in docs/operations.md, with the addresses and the certificate of this test. */
async function documentedSite(given: {
  directory: string;
  port: number;
  backend: string;
  pathHandling: PathHandling;
}): Promise<string> {
  const certificate = join(given.directory, 'certificate.pem');
  const privateKey = join(given.directory, 'key.pem');
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec' });
  await writeFile(certificate, made.cert);
  await writeFile(privateKey, made.private);
  const changes: [from: string, to: string][] = [
    ['server 127.0.0.1:3000;', `server ${given.backend};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${given.port} ssl;`],
    ['/etc/ssl/example.com.pem', certificate],
    ['/etc/ssl/example.com.key', privateKey],
  ];
  if (given.pathHandling === 'takes off') changes.push(['proxy_pass http://uvp;', 'proxy_pass http://uvp/;']);
  const documentation = readFileSync(join(rootDir, 'docs/operations.md'), 'utf8');
  let site = /```nginx\n(.*?)```/s.exec(documentation)?.[1] ?? '';
  for (const [from, to] of changes) {
    if (site.split(from).length !== 2) throw new Error(`docs/operations.md has no or more than one “${from}”`);
    site = site.replace(from, to);
  }
  return site;
}
