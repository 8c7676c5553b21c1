import { QueryTypes, type Transaction } from 'sequelize';
import type { Config } from '../../config.ts';
import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import { addressPrefix } from '../../http/clientAddress.ts';
import type { SignedInUser, VerifySession } from '../../http/requireUser.ts';
import type { Logger } from '../../logger.ts';
import { readSessionToken, sessionEnded, signSessionToken } from './sessionToken.ts';

/** Where a session begins. */
export interface SessionOrigin {
  readonly address: string;
  readonly userAgent: string;
  /** Whether a browser keeps it in its cookie: then it also ends when nobody has been there for a while. */
  readonly inBrowser: boolean;
}

/** What a session is continued with: the JWT, and how long it lives. */
export interface SessionGrant {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** A session as its owner sees it. */
export interface SessionRecord {
  readonly id: string;
  readonly inBrowser: boolean;
  readonly userAgent: string;
  /** Where it was begun, e.g. `203.0.113.0/24`. */
  readonly addressRange: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** The sessions of accounts. The database's clock decides when one has ended. */
export interface SessionsService {
  /** With a transaction when the account is created in it. */
  start(
    user: { id: string; tokenVersion: number },
    origin: SessionOrigin,
    transaction?: Transaction,
  ): Promise<SessionGrant>;
  verify: VerifySession;
  /** Those that have not ended, the one last seen first; at most 500. */
  list(userId: string): Promise<SessionRecord[]>;
  /** @throws NotFoundError when the user has no such session */
  end(userId: string, sessionId: string): Promise<void>;
  /** Ends the session of a token, for signing out. Gives back the user's id; undefined for a token that names no session of ours. */
  endByToken(token: string): Promise<string | undefined>;
  /** The same of the session whose place a new one takes. Does not throw: the new one is there. */
  endReplaced(token: string): Promise<void>;
  /** Ends all sessions of the user but this one, which lives on for the full time. In the transaction that raises the token version. */
  endOthers(session: SignedInUser, transaction: Transaction): Promise<void>;
  /** Ends all sessions of the user. */
  endAll(userId: string, transaction: Transaction): Promise<void>;
  /** A new token for a session whose account has another token version now. */
  renew(session: SignedInUser, tokenVersion: number): SessionGrant;
}

/** Past it the session that was last seen longest ago ends. */
const maxPerUser = 500;
const maxUserAgentCharacters = 300;

export function createSessionsService(deps: {
  config: Pick<Config, 'jwt' | 'sessionIdleSeconds'>;
  database: Database;
  logger: Logger;
}): SessionsService {
  const { config, database, logger } = deps;
  const { clock, pool, sequelize } = database;
  const { ttlSeconds } = config.jwt;

  const grant = (userId: string, tokenVersion: number, sessionId: string | undefined): SessionGrant => ({
    token: signSessionToken({ userId, tokenVersion, sessionId }, config.jwt, clock.now()),
    expiresInSeconds: ttlSeconds,
  });

  /** A database that takes no writes can still be read. */
  async function noteActivity(sessionId: string | undefined): Promise<void> {
    try {
      await pool.query('update sessions set last_seen_at = clock_timestamp() where id = $1', [sessionId]);
    } catch (error) {
      logger.warn('could not note that a session is in use', { error });
    }
  }

  async function endByToken(token: string): Promise<string | undefined> {
    const claims = readSessionToken(token, config.jwt, clock.now());
    if (claims?.sessionId === undefined) return undefined;
    await pool.query('delete from sessions where id = $1 and user_id = $2', [claims.sessionId, claims.userId]);
    return claims.userId;
  }

  return {
    async start({ id, tokenVersion }, origin, transaction) {
      const [row] = await sequelize.query<{ id: string }>(
        `with crowded_out as (
           delete from sessions where id in (
             select id from sessions where user_id = $1 order by last_seen_at desc offset ${maxPerUser - 1}))
         insert into sessions (user_id, in_browser, user_agent, address_range, expires_at)
         values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 second') returning id`,
        {
          bind: [
            id,
            origin.inBrowser,
            origin.userAgent.slice(0, maxUserAgentCharacters),
            addressPrefix(origin.address),
            ttlSeconds,
          ],
          type: QueryTypes.SELECT,
          ...(transaction && { transaction }),
        },
      );
      return grant(id, tokenVersion, row?.id);
    },

    async verify(token, isActivity) {
      const claims = readSessionToken(token, config.jwt, clock.now());
      if (!claims) throw sessionEnded();
      const { userId, tokenVersion, sessionId } = claims;
      // Tokens from before sessions had rows name none, and live on until they expire.
      const { rows } = await pool.query<{ session_id: string | null; is_due: boolean | null }>(
        `select s.id as session_id, s.last_seen_at < clock_timestamp() - interval '1 minute' as is_due
         from users u left join sessions s on s.id = $3 and s.user_id = u.id and ${isAlive('s', '$4')}
         where u.id = $1 and u.is_active and u.token_version = $2 and u.deleted_at is null`,
        [userId, tokenVersion, sessionId ?? null, config.sessionIdleSeconds],
      );
      const [found] = rows;
      if (!found || (sessionId !== undefined && found.session_id === null)) throw sessionEnded();
      if (found.is_due && isActivity) await noteActivity(sessionId);
      return { id: userId, tokenVersion, sessionId };
    },

    async list(userId) {
      const { rows } = await pool.query<SessionRecord>(
        `select s.id, s.in_browser as "inBrowser", s.user_agent as "userAgent", s.address_range as "addressRange",
           s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt"
         from sessions s where s.user_id = $1 and ${isAlive('s', '$2')} order by s.last_seen_at desc, s.id limit ${maxPerUser}`,
        [userId, config.sessionIdleSeconds],
      );
      return rows;
    },

    async end(userId, sessionId) {
      const { rowCount } = await pool.query('delete from sessions where id = $1 and user_id = $2', [sessionId, userId]);
      if (rowCount === 0) throw new NotFoundError('There is no such session; it may have ended.');
    },

    endByToken,

    async endReplaced(token) {
      try {
        await endByToken(token);
      } catch (error) {
        logger.warn('could not end the session whose place a new one takes', { error });
      }
    },

    async endOthers({ id, sessionId }, transaction) {
      const bind = [id, sessionId ?? null];
      await sequelize.query('delete from sessions where user_id = $1 and id is distinct from $2', {
        bind,
        transaction,
      });
      await sequelize.query(
        `update sessions set last_seen_at = clock_timestamp(), expires_at = clock_timestamp() + $3 * interval '1 second'
         where user_id = $1 and id = $2`,
        { bind: [...bind, ttlSeconds], transaction },
      );
    },

    async endAll(userId, transaction) {
      await sequelize.query('delete from sessions where user_id = $1', { bind: [userId], transaction });
    },

    renew: ({ id, sessionId }, tokenVersion) => grant(id, tokenVersion, sessionId),
  };
}

/** SQL: whether a session has neither expired nor been left alone for too long. */
function isAlive(table: string, idleSeconds: string): string {
  return `${table}.expires_at > clock_timestamp() and
    (not ${table}.in_browser or ${table}.last_seen_at > clock_timestamp() - ${idleSeconds} * interval '1 second')`;
}
