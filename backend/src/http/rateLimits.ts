import type { Request, RequestHandler } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import type pg from 'pg';
import type { Config } from '../config.ts';
import { TooManyAttemptsError, TooManyRequestsError } from '../errors.ts';
import { type AddressOf, addressKey } from './clientAddress.ts';
import { MemoryHitStore } from './memoryHitStore.ts';
import { PostgresRateLimitStore } from './postgresRateLimitStore.ts';
import { rateLimitKey, sharedLimitKey } from './rateLimitKey.ts';

/** The limits of the management API, made once per server. Ingestion counts for itself (`http/hitCounter.ts`). */
export interface RateLimits {
  /**
   * Per address in 15 minutes: all attempts, because each costs this process a hash, and failures (401), shared by all replicas. Those
   * of an account are counted where the password is checked.
   */
  readonly signIn: RequestHandler[];
  /**
   * For endpoints behind a session that ask for its password again: as many per user in 15 minutes as failed sign-ins, right or wrong,
   * because each costs a hash; wrong ones (403) also count for the address, together with failed sign-ins. Shared by all replicas.
   */
  readonly password: RequestHandler[];
  /** Per address and hour, per process. */
  readonly signUp: RequestHandler;
  /** Per signed-in user and minute, per process; stands behind authentication. */
  readonly api: RequestHandler;
}

const quarterHourMs = 15 * 60_000;

export function createRateLimits(deps: {
  limits: Config['rateLimits'];
  jwtSecret: string;
  addressOf: AddressOf;
  pool: pg.Pool;
  userIdOf: (req: Request) => string | undefined;
}): RateLimits {
  const { limits, jwtSecret, addressOf, pool } = deps;
  const sharedKey = sharedLimitKey(jwtSecret);
  const keyed = rateLimitKey(jwtSecret);
  /** Forgets the requests that were answered otherwise. */
  const countOnly = (...statuses: number[]): Partial<Options> => ({
    windowMs: quarterHourMs,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => !statuses.includes(res.statusCode),
  });
  const passwordLimiter = (options: Partial<Options>) => limiter(options, TooManyAttemptsError);
  const failuresOfAddress = (status: number) =>
    passwordLimiter({
      ...countOnly(status),
      limit: limits.signInPerAddress,
      keyGenerator: (req) => addressKey(addressOf(req), sharedKey),
      store: new PostgresRateLimitStore(pool, 'signin-address:'),
    });
  return {
    signIn: [
      passwordLimiter({
        windowMs: quarterHourMs,
        limit: limits.signInAttemptsPerAddress,
        keyGenerator: (req) => addressKey(addressOf(req)),
      }),
      failuresOfAddress(401),
    ],
    password: [
      failuresOfAddress(403),
      passwordLimiter({
        ...countOnly(200, 204, 403),
        limit: limits.signInPerAccount,
        keyGenerator: (req) => keyed(deps.userIdOf(req) ?? ''),
        store: new PostgresRateLimitStore(pool, 'password-user:'),
      }),
    ],
    signUp: limiter({
      windowMs: 3_600_000,
      limit: limits.signUpPerHour,
      keyGenerator: (req) => addressKey(addressOf(req)),
    }),
    api: limiter({
      windowMs: 60_000,
      limit: limits.apiPerMinute,
      keyGenerator: (req) => deps.userIdOf(req) ?? addressKey(addressOf(req)),
    }),
  };
}

/** @param Refusal what is thrown past the limit */
function limiter(options: Partial<Options>, Refusal = TooManyRequestsError): RequestHandler {
  return rateLimit({
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    store: new MemoryHitStore(),
    ...options,
    handler: (req, _res, next, { windowMs }) => {
      const info: unknown = Reflect.get(req, 'rateLimit');
      const resetTime = typeof info === 'object' && info !== null ? Reflect.get(info, 'resetTime') : undefined;
      const waitMs = resetTime instanceof Date ? resetTime.getTime() - Date.now() : windowMs;
      next(new Refusal('Too many requests of this kind; wait a little.', Math.max(1, waitMs / 1000)));
    },
  });
}
