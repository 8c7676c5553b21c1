/** Ports that are wanted; the next free one above is taken when one is not free. */
export interface PreferredPorts {
  backend: number;
  internal: number;
  postgres: number;
  pushgateway: number;
  prometheus: number;
  grafana: number;
  demo: number;
}

/** The usual ports, the backend's two from PORT and INTERNAL_PORT. Throws when one of these is no port. */
export function preferredPorts(env: NodeJS.ProcessEnv): PreferredPorts {
  return {
    backend: portFrom(env, 'PORT', 3000),
    internal: portFrom(env, 'INTERNAL_PORT', 9464),
    postgres: 5432,
    pushgateway: 9091,
    prometheus: 9090,
    grafana: 3001,
    demo: 3002,
  };
}

function portFrom(env: NodeJS.ProcessEnv, variable: string, usual: number): number {
  const text = env[variable] || String(usual);
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${variable}=${text} is not a port`);
}
