import { z } from 'zod';
import { chosenPath, publicUrl, standardPaths } from './publicAddresses.ts';

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const urlList = z
  .string()
  .default('')
  .transform(splitUrls)
  .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be http(s) URLs separated by commas' })));

const optionalUrl = z
  .string()
  .default('')
  .transform((text) => text.trim().replace(/\/+$/, ''))
  .pipe(z.union([z.literal(''), z.url({ protocol: /^https?$/ })]))
  .transform((text) => (text === '' ? undefined : text));

const jwtSecret = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) >= 32,
    'must be at least 32 bytes of random text, e.g. `openssl rand -base64 48`',
  )
  .refine((text) => new Set(text).size >= 10, 'must be random: generate it with `openssl rand -base64 48`');

/** `id:secret[,id:secret…]`; each secret is 32 bytes or more as base64url. */
const signingKeys = z
  .string({ error: 'is required: `k1:<32 random bytes as base64url>`' })
  .transform((text, context) => {
    const keys: SigningKey[] = [];
    for (const part of text.split(',')) {
      const [id = '', encoded = ''] = part.trim().split(':');
      const secret = Buffer.from(encoded, 'base64url');
      if (!/^[a-z0-9]{1,8}$/.test(id) || secret.length < 32 || keys.some((key) => key.id === id)) {
        context.addIssue(
          'each key must be `id:secret` with an id of 1-8 of [a-z0-9], used once, and 32 bytes as base64url',
        );
        return z.NEVER;
      }
      keys.push({ id, secret });
    }
    return keys;
  });

const variables = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  PORT: integer(3000, 0, 65535),
  INTERNAL_PORT: integer(9464, 0, 65535),
  WEB_CONCURRENCY: integer(1, 1, 64),
  DRAIN_SECONDS: z.coerce.number().min(0).max(3).default(2),
  INTERNAL_HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: publicUrl,
  SCRIPT_PATH: chosenPath(standardPaths.script),
  COLLECT_PATH: chosenPath(standardPaths.collect),
  DATABASE_URL: z.string({ error: 'is required' }).regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  DATABASE_POOLER: z.enum(['auto', 'transaction']).default('auto'),
  DATABASE_LISTEN_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  JWT_SECRET: jwtSecret,
  JWT_SECRET_PREVIOUS: z
    .string()
    .default('')
    .transform((text) => (text === '' ? undefined : text))
    .pipe(jwtSecret.optional()),
  JWT_TTL_SECONDS: integer(28_800, 60, 604_800),
  SESSION_IDLE_SECONDS: integer(7_200, 60, 604_800),
  BCRYPT_ROUNDS: integer(12, 4, 16),
  BROWSER_TOKEN_KEYS: signingKeys,
  CORS_ORIGINS: urlList,
  TRUST_PROXY_HOPS: integer(0, 0, 10),
  MAX_CONNECTIONS: integer(10_000, 10, 1_000_000),
  MAX_CONNECTIONS_PER_ADDRESS: integer(1_000, 1, 1_000_000),
  UNAUTHENTICATED_BODIES_MIB: integer(16, 1, 1_024),
  RATE_LIMIT_INGEST_PER_KEY: integer(0, 0, 1_000_000),
  RATE_LIMIT_BROWSER_PER_SECOND: integer(10, 1, 100_000),
  RATE_LIMIT_BROWSER_BURST: integer(100, 1, 100_000),
  RATE_LIMIT_FAILED_AUTH_PER_MINUTE: integer(60, 1, 100_000),
  RATE_LIMIT_SIGNIN_PER_ACCOUNT: integer(20, 1, 100_000),
  RATE_LIMIT_SIGNIN_PER_ADDRESS: integer(100, 1, 100_000),
  RATE_LIMIT_SIGNIN_ATTEMPTS_PER_ADDRESS: integer(300, 1, 100_000),
  RATE_LIMIT_SIGNUP_PER_HOUR: integer(300, 1, 100_000),
  RATE_LIMIT_API_PER_MINUTE: integer(600, 1, 100_000),
  PUSHGATEWAY_URLS: urlList,
  PUSH_INTERVAL_SECONDS: z.coerce.number().min(0.1).max(300).default(2),
  SCRAPE_INTERVAL_SECONDS: z.coerce.number().min(1).max(300).default(15),
  PROMETHEUS_URL: optionalUrl,
  QUERY_SLOTS: integer(16, 1, 1_000),
  QUERY_SLOTS_PER_TENANT: integer(4, 1, 1_000),
  GRAFANA_URL: optionalUrl,
  GRAFANA_DATASOURCE_TOKEN: z
    .string()
    .default('')
    .transform((text) => (text === '' ? undefined : text))
    .pipe(
      z
        .string()
        .regex(/^[!-~]{32,}$/, 'must be 32 or more characters without blanks')
        .optional(),
    ),
  GRAFANA_PUBLIC_KEY_FILE: z
    .string()
    .default('')
    .transform((text) => (text === '' ? undefined : text)),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

/** Paths are compared as requests are matched: without regard to case. */
const environment = variables.superRefine(({ PUBLIC_URL, SCRIPT_PATH, COLLECT_PATH }, context) => {
  if (!URL.canParse(PUBLIC_URL)) return;
  const ofPublicUrl = new URL(PUBLIC_URL).pathname.toLowerCase().replace(/\/$/, '');
  for (const [name, path] of Object.entries({ SCRIPT_PATH, COLLECT_PATH })) {
    // A proxy may pass the path of PUBLIC_URL on or take it off: nobody could tell whether it was taken off this one.
    if (ofPublicUrl !== '' && `${path.toLowerCase()}/`.startsWith(`${ofPublicUrl}/`)) {
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'must not begin with the path of PUBLIC_URL, below which it is',
      });
    }
  }
  if (SCRIPT_PATH.toLowerCase() === COLLECT_PATH.toLowerCase())
    context.addIssue({ code: 'custom', path: ['COLLECT_PATH'], message: 'must be another path than SCRIPT_PATH' });
});

/** A key that signs browser tokens; tokens name it by `id`. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** Every setting of the process, parsed and frozen. Names carry their units. */
export interface Config {
  readonly nodeEnv: 'production' | 'development' | 'test';
  /** Port of the API and the dashboard; 0 takes a free one. */
  readonly port: number;
  /** Port of the listener that is never published: own metrics, Grafana's data source. */
  readonly internalPort: number;
  /** Address that the internal listener binds. */
  readonly internalHost: string;
  /** Processes that share the ports. */
  readonly webConcurrency: number;
  /** How long a process that stops still takes requests, while it tells clients and load balancers to go elsewhere. */
  readonly drainSeconds: number;
  /** Where browsers reach this server, perhaps with a path; no slash at the end. The only source of URLs in generated code. */
  readonly publicUrl: string;
  /** Where the script is besides its standard path, below PUBLIC_URL; the standard path when nothing was chosen. */
  readonly scriptPath: string;
  /** Where samples are taken besides the standard path, likewise. */
  readonly collectPath: string;
  readonly databaseUrl: string;
  /** Whether a pooler in transaction mode stands before Postgres; `auto` finds it out at the start. */
  readonly databasePooler: 'auto' | 'transaction';
  /** Where changes are listened for; undefined listens at `databaseUrl`, unless its pooler would never deliver them. */
  readonly databaseListenUrl: string | undefined;
  readonly jwt: {
    readonly secret: string;
    /** Still accepted for verification while a rotation is under way. */
    readonly previousSecret: string | undefined;
    readonly ttlSeconds: number;
  };
  /** How long a browser's session lives while nobody is there. */
  readonly sessionIdleSeconds: number;
  readonly bcryptRounds: number;
  /** The first one signs; all are accepted. */
  readonly browserTokenKeys: readonly SigningKey[];
  /** Origins besides our own that may call the management API. */
  readonly corsOrigins: readonly string[];
  /** Open connections of the public listener. */
  readonly maxConnections: number;
  /** Those of one address; counts for nothing behind proxies. */
  readonly maxConnectionsPerAddress: number;
  /** Memory for bodies whose sender is not known yet, of all requests together. */
  readonly unauthenticatedBodiesMiB: number;
  /** How many proxies in front of us append to X-Forwarded-For. */
  readonly trustProxyHops: number;
  readonly rateLimits: {
    /** Requests a second for one API key with its secret; 0 is no limit. */
    readonly ingestPerKeyPerSecond: number;
    readonly browserPerSecond: number;
    readonly browserBurst: number;
    readonly failedAuthPerMinute: number;
    /** Failures in 15 minutes. */
    readonly signInPerAccount: number;
    /** Failures in 15 minutes. */
    readonly signInPerAddress: number;
    /** In 15 minutes, right or wrong. */
    readonly signInAttemptsPerAddress: number;
    readonly signUpPerHour: number;
    readonly apiPerMinute: number;
  };
  /** No slash at the end; empty when there is no gateway to push to. */
  readonly pushgatewayUrls: readonly string[];
  readonly pushIntervalSeconds: number;
  /** How often Prometheus scrapes the gateway; decides how long a new series shows 0, and how many samples a query reads. */
  readonly scrapeIntervalSeconds: number;
  readonly prometheusUrl: string | undefined;
  /** Queries that Prometheus gets at once from all processes that share the ports. */
  readonly querySlots: number;
  /** Of one tenant, likewise. */
  readonly querySlotsPerTenant: number;
  readonly grafanaUrl: string | undefined;
  readonly grafanaDatasourceToken: string | undefined;
  /** Where the key that Grafana checks sign-ins with is written at every start; undefined writes none. */
  readonly grafanaPublicKeyFile: string | undefined;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** Thrown by `loadConfig`; the message lists every fault, a line each, and no value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Names of all variables that are read, for the test that compares them with env.template. */
export const configVariables: readonly string[] = Object.keys(variables.shape);

/** The parts of a list of URLs that commas separate, without blanks and slashes at their ends. What the parts are is not looked at. */
export function splitUrls(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim().replace(/\/+$/, ''))
    .filter((part) => part !== '');
}

/**
 * Parses the environment. An empty variable counts as absent.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(configVariables.map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration is not usable (see env.template):\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  return deepFreeze({
    nodeEnv: e.NODE_ENV,
    port: e.PORT,
    internalPort: e.INTERNAL_PORT,
    internalHost: e.INTERNAL_HOST,
    webConcurrency: e.WEB_CONCURRENCY,
    drainSeconds: e.DRAIN_SECONDS,
    publicUrl: e.PUBLIC_URL,
    scriptPath: e.SCRIPT_PATH,
    collectPath: e.COLLECT_PATH,
    databaseUrl: e.DATABASE_URL,
    databasePooler: e.DATABASE_POOLER,
    databaseListenUrl: e.DATABASE_LISTEN_URL,
    jwt: { secret: e.JWT_SECRET, previousSecret: e.JWT_SECRET_PREVIOUS, ttlSeconds: e.JWT_TTL_SECONDS },
    sessionIdleSeconds: e.SESSION_IDLE_SECONDS,
    bcryptRounds: e.BCRYPT_ROUNDS,
    browserTokenKeys: e.BROWSER_TOKEN_KEYS,
    corsOrigins: e.CORS_ORIGINS.map((url) => new URL(url).origin),
    maxConnections: e.MAX_CONNECTIONS,
    maxConnectionsPerAddress: e.MAX_CONNECTIONS_PER_ADDRESS,
    unauthenticatedBodiesMiB: e.UNAUTHENTICATED_BODIES_MIB,
    trustProxyHops: e.TRUST_PROXY_HOPS,
    rateLimits: {
      ingestPerKeyPerSecond: e.RATE_LIMIT_INGEST_PER_KEY,
      browserPerSecond: e.RATE_LIMIT_BROWSER_PER_SECOND,
      browserBurst: e.RATE_LIMIT_BROWSER_BURST,
      failedAuthPerMinute: e.RATE_LIMIT_FAILED_AUTH_PER_MINUTE,
      signInPerAccount: e.RATE_LIMIT_SIGNIN_PER_ACCOUNT,
      signInPerAddress: e.RATE_LIMIT_SIGNIN_PER_ADDRESS,
      signInAttemptsPerAddress: e.RATE_LIMIT_SIGNIN_ATTEMPTS_PER_ADDRESS,
      signUpPerHour: e.RATE_LIMIT_SIGNUP_PER_HOUR,
      apiPerMinute: e.RATE_LIMIT_API_PER_MINUTE,
    },
    pushgatewayUrls: e.PUSHGATEWAY_URLS,
    pushIntervalSeconds: e.PUSH_INTERVAL_SECONDS,
    scrapeIntervalSeconds: e.SCRAPE_INTERVAL_SECONDS,
    prometheusUrl: e.PROMETHEUS_URL,
    querySlots: e.QUERY_SLOTS,
    querySlotsPerTenant: e.QUERY_SLOTS_PER_TENANT,
    grafanaUrl: e.GRAFANA_URL,
    grafanaDatasourceToken: e.GRAFANA_DATASOURCE_TOKEN,
    grafanaPublicKeyFile: e.GRAFANA_PUBLIC_KEY_FILE,
    logLevel: e.LOG_LEVEL,
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
