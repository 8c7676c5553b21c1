import { EmptyResultError } from 'sequelize';
import type { SignInInput, SignUpInput } from '../../contract/auth.ts';
import { generateApiKey } from '../../credentials/apiKeySecret.ts';
import { announceChange } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, UnauthenticatedError } from '../../errors.ts';
import { clientNetwork } from '../../http/clientAddress.ts';
import type { Logger } from '../../logger.ts';
import type { ApiKey, Models, User } from '../../models/index.ts';
import { passwordLimits } from './passwordFault.ts';
import type { PasswordHasher, PasswordRequester } from './passwordHasher.ts';
import type { SessionGrant, SessionOrigin, SessionsService } from './sessions.service.ts';
import type { SignInGuard } from './signInGuard.ts';

/** A new session. */
export interface NewSession extends SessionGrant {
  readonly user: User;
}

/** Wrong passwords of an account. */
export interface FailedSignIns {
  readonly count: number;
  /** When the last of them was. */
  readonly lastAt: Date | null;
}

/** Where a sign-in comes from. */
export interface SignInOrigin extends SessionOrigin {
  /** The id of the device, if this account has signed in there before. */
  deviceIdFor(userId: string): string | undefined;
}

export interface AuthService {
  /**
   * Creates the account with its first API key, both or neither.
   * @throws ConflictError `email_taken`.
   */
  signUp(input: SignUpInput, from: SessionOrigin): Promise<NewSession & { apiKey: ApiKey; apiSecret: string }>;
  /**
   * `failedSignIns` are those since the sign-in before.
   * @throws UnauthenticatedError, the same one and after the same time, whatever was wrong; TooManyAttemptsError.
   */
  signIn(input: SignInInput, from: SignInOrigin): Promise<NewSession & { failedSignIns: FailedSignIns }>;
  getUser(userId: string): Promise<User>;
}

export interface AuthServiceDeps {
  readonly database: Database;
  readonly models: Models;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionsService;
  readonly guard: SignInGuard;
  readonly logger: Logger;
}

export function createAuthService(deps: AuthServiceDeps): AuthService {
  const { database, models, passwords, sessions, guard, logger } = deps;
  const { User, ApiKey } = models;

  /** Not awaited: an account that exists must not take longer to refuse than one that does not. */
  function noteFailure(userId: string): void {
    const sql = `update users set failed_sign_ins = failed_sign_ins + 1, last_failed_sign_in_at = clock_timestamp()
      where id = $1`;
    database.pool.query(sql, [userId]).catch((error: unknown) => {
      logger.warn('could not count a failed sign-in for the owner of the account', { error });
    });
  }

  /** Beside what has been decided already: without it the next sign-in may be slower, that is all. */
  async function remember(email: string, address: string): Promise<void> {
    try {
      await guard.remember(email, address);
    } catch (error) {
      logger.warn('could not note from where an account is used', { error });
    }
  }

  /** The hash that a password should have now, if it has a weaker one; the next sign-in tries again when there was no turn for it. */
  async function strongerHash(user: User, password: string, requester: PasswordRequester): Promise<string | undefined> {
    if (!passwords.isWeak(user.password)) return undefined;
    try {
      return await passwords.hash(password, requester);
    } catch (error) {
      logger.warn('could not strengthen the hash of a password', { error });
      return undefined;
    }
  }

  /** With a bound parameter: Postgres logs the text of a statement that fails. */
  async function findByEmail(email: string): Promise<User | undefined> {
    const [user] = await database.sequelize.query('select * from users where email = $1', {
      bind: [email],
      model: User,
      mapToModel: true,
    });
    return user;
  }

  return {
    async signUp({ email, password, firstName, lastName }, origin) {
      const { address } = origin;
      const requester: PasswordRequester = { queue: 'signUp', address: clientNetwork(address), account: email };
      const hash = await passwords.hash(password, requester);
      const { apiKey: publicId, apiSecret, secretHash, secretLast4 } = generateApiKey();
      try {
        const signedUp = await database.sequelize.transaction(async (transaction) => {
          // A refusal by the constraint would write the address into Postgres's log; without a new row Sequelize throws.
          const user = User.build({ email, password: hash, firstName, lastName });
          const ifNew = { transaction, ignoreDuplicates: true };
          await user.save(ifNew);
          const apiKey = await ApiKey.create(
            { userId: user.id, keyName: 'Default', apiKey: publicId, apiSecret: secretHash, secretLast4 },
            { transaction },
          );
          await announceChange(database.sequelize, user.id, transaction);
          return { ...(await sessions.start(user, origin, transaction)), user, apiKey, apiSecret };
        });
        await remember(email, address);
        return signedUp;
      } catch (error) {
        if (!(error instanceof EmptyResultError)) throw error;
        throw new ConflictError('email_taken', 'There is an account with this e-mail address already.', [
          { path: 'body.email', message: 'is taken' },
        ]);
      }
    },

    async signIn({ email, password }, from) {
      const { address, deviceIdFor } = from;
      const user = await findByEmail(email);
      // bcrypt would compare the first 72 bytes of a longer password, which nobody can have.
      const comparable = Buffer.byteLength(password) <= passwordLimits.maxBytes;
      const attempt = await guard.admit(email, { address, deviceId: user ? deviceIdFor(user.id) : undefined });
      const requester: PasswordRequester = { queue: 'signIn', ...attempt.requester };
      let matches: boolean;
      try {
        matches = await passwords.matches(password, comparable ? user?.password : undefined, requester);
      } catch (error) {
        await attempt.takeBack();
        throw error;
      }
      if (user && !matches) noteFailure(user.id);
      if (!user || !matches || !user.isActive) throw badCredentials();
      await attempt.takeBack();
      await remember(email, address);
      const rehash = await strongerHash(user, password, requester);
      // A password that was changed, or an account that was deleted while this one was compared, is not written over.
      const [found, [signedIn]] = await User.update(
        {
          lastLoginAt: new Date(database.clock.now()),
          failedSignIns: 0,
          lastFailedSignInAt: null,
          ...(rehash !== undefined && { password: rehash }),
        },
        { where: { id: user.id, tokenVersion: user.tokenVersion }, silent: true, returning: true },
      );
      if (found === 0 || !signedIn) throw badCredentials();
      return { ...(await sessions.start(signedIn, from)), user: signedIn, failedSignIns: failedSignInsOf(user) };
    },

    async getUser(userId) {
      const user = await User.findByPk(userId);
      if (!user) throw new UnauthenticatedError('The account is gone.');
      return user;
    },
  };
}

/** Wrong passwords since the last sign-in of the account, as it was when `user` was read. */
export function failedSignInsOf({ failedSignIns, lastFailedSignInAt }: User): FailedSignIns {
  return { count: failedSignIns, lastAt: lastFailedSignInAt };
}

function badCredentials(): UnauthenticatedError {
  return new UnauthenticatedError('The e-mail address or the password is wrong.', 'invalid_credentials');
}
