import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { LoadingCache } from '../../caching/cache.ts';
import { hashesMatch, hashSecret, isKeyShaped, isSecretShaped } from '../../credentials/apiKeySecret.ts';
import type { TokenSigningKey } from '../../credentials/signingKey.ts';
import { ForbiddenError, TooManyAttemptsError, UnauthenticatedError } from '../../errors.ts';
import type { Catalog } from '../series/catalog.ts';
import type { KeyRecord } from './keyDirectory.ts';
import { originAllowed } from './origins.ts';
import { createReadPageToken, isPageToken } from './pageToken.ts';
import { allMetrics, onlyConfigId, type WriteScope } from './writeScope.ts';

/** Who sends samples, and what they may write. */
export interface Sender {
  readonly tenantId: string;
  readonly apiKeyId: string;
  /** Which metrics it may add to. */
  readonly writes: WriteScope;
  /** Whether samples of unknown names make metrics. */
  readonly createsMetrics: boolean;
  /** Whether what robots send counts, too. */
  readonly countRobots: boolean;
  /** Hash of the secret that was sent when it is the one before the last rotation; undefined for all others. */
  readonly previousSecretHash: string | undefined;
}

/** A refusal whose owner is known, so that it can be counted for them. */
export class RefusedSender extends ForbiddenError {
  constructor(
    code: string,
    detail: string,
    readonly tenantId: string,
    readonly metricConfigId: string | undefined,
  ) {
    super(code, detail);
  }
}

export interface Credentials {
  /** Public key id. */
  readonly apiKey: string;
  /** The key's secret, or the token of a page. */
  readonly apiSecret: string;
  /** The Origin header; browsers set it, servers do not. */
  readonly origin: string | undefined;
}

/** Tells who sends; any fault of the credentials themselves is one and the same 401. */
export type Authenticate = (credentials: Credentials, mayLookUp: () => Promise<boolean>) => Promise<Sender>;

/**
 * Tells at once who sends with an API key and its secret, from memory alone.
 * @returns undefined for everybody that `authenticate` has to look at: tokens of pages, keys not in memory, faults of any kind
 */
export type RecognizeServer = (credentials: Credentials) => Sender | undefined;

const noHash = createHash('sha256').update('no such key').digest('hex');

/**
 * @returns a function that answers from the caches. For keys that are not in them it asks Postgres; for those it has never met, only if
 *   `mayLookUp` says so.
 */
export function createRecognizeServer(deps: { keys: LoadingCache<KeyRecord>; now?: () => Date }): RecognizeServer {
  const now = deps.now ?? (() => new Date());
  return ({ apiKey, apiSecret, origin }) => {
    if (origin !== undefined) return undefined;
    const key = deps.keys.peek(apiKey);
    return key && isUsable(key, now()) ? senderWithSecret(key, apiSecret, now()) : undefined;
  };
}

export function createAuthenticate(deps: {
  keys: LoadingCache<KeyRecord>;
  catalog: Catalog;
  signingKeys: readonly TokenSigningKey[];
  now?: () => Date;
}): Authenticate {
  const now = deps.now ?? (() => new Date());
  const readPageToken = createReadPageToken({ ...deps, now });
  // Outlives the cache: a key that was real a minute ago is no guess, however many its neighbours behind one address make.
  const existing = new LRUCache<string, true>({ max: 20_000 });

  return async ({ apiKey, apiSecret, origin }, mayLookUp) => {
    const fromPage = isPageToken(apiSecret);
    if (!isKeyShaped(apiKey) || !(fromPage || isSecretShaped(apiSecret))) throw badCredentials();
    if (!deps.keys.has(apiKey) && !existing.has(apiKey) && !(await mayLookUp())) {
      throw new TooManyAttemptsError('Too many failed attempts from this address; wait a minute.', 60);
    }
    const key = await deps.keys.get(apiKey);
    if (key) existing.set(apiKey, true);
    const usable = key !== undefined && isUsable(key, now());
    if (!fromPage) {
      const sender = senderWithSecret(key, apiSecret, now());
      if (!key || !usable || !sender) throw badCredentials();
      if (origin !== undefined) {
        throw new RefusedSender(
          'secret_in_browser',
          'A server secret used in a browser: everybody who opens the page can read it. Rotate it, and use the generated code, which carries a browser token.',
          key.tenantId,
          undefined,
        );
      }
      return sender;
    }
    const writes = await readPageToken(apiSecret, apiKey, usable ? key : undefined);
    if (!key || !writes) throw badCredentials();
    if (key.allowedOrigins.length > 0 && !(origin !== undefined && originAllowed(origin, key.allowedOrigins))) {
      throw new RefusedSender(
        'origin_not_allowed',
        'This origin is not on the list of the API key.',
        key.tenantId,
        onlyConfigId(writes),
      );
    }
    return {
      tenantId: key.tenantId,
      apiKeyId: key.id,
      writes,
      createsMetrics: false,
      countRobots: key.countRobots,
      previousSecretHash: undefined,
    };
  };
}

function isUsable(key: KeyRecord, now: Date): boolean {
  return key.isActive && (key.expiresAt === null || key.expiresAt > now);
}

/** Undefined when the secret is not the key's. Both secrets are always compared, so that the time tells nothing of rotations. */
function senderWithSecret(key: KeyRecord | undefined, apiSecret: string, now: Date): Sender | undefined {
  const previousHash = isAhead(key?.previousSecretExpiresAt, now) ? key?.previousSecretHash : undefined;
  const given = hashSecret(apiSecret);
  const matches = hashesMatch(given, key?.secretHash ?? noHash);
  const matchesPrevious = hashesMatch(given, previousHash ?? noHash);
  if (!key || !(matches || matchesPrevious)) return undefined;
  return {
    tenantId: key.tenantId,
    apiKeyId: key.id,
    writes: allMetrics,
    createsMetrics: key.createsMetrics,
    countRobots: key.countRobots,
    previousSecretHash: matches ? undefined : (previousHash ?? undefined),
  };
}

function isAhead(moment: Date | null | undefined, now: Date): boolean {
  return moment !== null && moment !== undefined && moment > now;
}

function badCredentials(): UnauthenticatedError {
  return new UnauthenticatedError(
    'The API key and secret are not valid together, or no longer valid.',
    'invalid_api_key',
    'ApiKey realm="uvp"',
  );
}
