import type { Config } from '../../config.ts';
import { signGrafanaAssertion } from './grafanaAssertion.ts';
import { deriveSigningKey } from './signingKey.ts';

/** Whether graphs can be opened, and why not. */
export interface GrafanaState {
  readonly available: boolean;
  /** For people; absent when all is well. */
  readonly detail?: string;
}

export interface GrafanaService {
  /** Asks Grafana how it is; takes a second at most and never rejects. */
  state(): Promise<GrafanaState>;
  /** The token that tells Grafana who asks. */
  assertionFor(userId: string): string;
}

const healthTimeoutMs = 1_000;

type GrafanaSettings = Pick<Config, 'grafanaDatasourceToken' | 'grafanaUrl' | 'jwt'>;

export function createGrafanaService(deps: { config: GrafanaSettings; now: () => number }): GrafanaService {
  const { config, now } = deps;
  const signingKey = deriveSigningKey(config.jwt.secret);
  return {
    async state() {
      const missing = whatIsMissing(config);
      if (missing !== undefined) return { available: false, detail: missing };
      return (await answers(`${config.grafanaUrl}/api/health`))
        ? { available: true }
        : { available: false, detail: 'Grafana does not answer right now. Your numbers are stored all the same.' };
    },

    assertionFor: (userId) => signGrafanaAssertion(userId, signingKey, now()),
  };
}

function whatIsMissing(config: GrafanaSettings): string | undefined {
  if (config.grafanaUrl === undefined) {
    return 'There is no Grafana here. npm start uses the one that GRAFANA_HOME names or that is on the PATH; docker compose brings one. docs/grafana.md has the steps.';
  }
  if (config.grafanaDatasourceToken === undefined) {
    return 'Grafana cannot query anything: GRAFANA_DATASOURCE_TOKEN is not set. docs/grafana.md has the steps.';
  }
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(healthTimeoutMs) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
