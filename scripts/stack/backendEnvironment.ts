import type { LocalSecrets } from './secrets.ts';

/** Where the parts of a local stack answer; an empty text is a part that does not run. */
export interface StackAddresses {
  port: number;
  internalPort: number;
  databaseUrl: string;
  pushgatewayUrls: string;
  prometheusUrl: string;
  grafanaUrl: string;
  /** Where the backend leaves the key that Grafana checks sign-ins with; never empty. */
  grafanaPublicKeyFile: string;
}

/** What pages and people reach the product at: the caller's PUBLIC_URL, else localhost. */
export function publicUrl(env: NodeJS.ProcessEnv, port: number): string {
  return (env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, '');
}

/**
 * The backend's environment: the caller's own, then our addresses, then generated values for what the caller has not
 * set. Ports are the ones chosen here, since a preferred one may be taken.
 */
export function backendEnvironment(
  env: NodeJS.ProcessEnv,
  secrets: LocalSecrets,
  addresses: StackAddresses,
): NodeJS.ProcessEnv {
  return {
    ...env,
    NODE_ENV: env.NODE_ENV || 'development',
    PORT: String(addresses.port),
    // Nothing here stands in front of it that would have to be told.
    DRAIN_SECONDS: env.DRAIN_SECONDS || '0',
    INTERNAL_PORT: String(addresses.internalPort),
    PUBLIC_URL: publicUrl(env, addresses.port),
    DATABASE_URL: addresses.databaseUrl,
    JWT_SECRET: env.JWT_SECRET || secrets.jwtSecret,
    BROWSER_TOKEN_KEYS: env.BROWSER_TOKEN_KEYS || secrets.browserTokenKeys,
    PUSHGATEWAY_URLS: addresses.pushgatewayUrls,
    PUSH_INTERVAL_SECONDS: env.PUSH_INTERVAL_SECONDS || '2',
    SCRAPE_INTERVAL_SECONDS: env.SCRAPE_INTERVAL_SECONDS || '15',
    PROMETHEUS_URL: addresses.prometheusUrl,
    GRAFANA_URL: addresses.grafanaUrl,
    GRAFANA_DATASOURCE_TOKEN: env.GRAFANA_DATASOURCE_TOKEN || secrets.grafanaDatasourceToken,
    GRAFANA_PUBLIC_KEY_FILE: addresses.grafanaPublicKeyFile,
  };
}
