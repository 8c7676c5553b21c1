import { UniqueConstraintError } from 'sequelize';
import type { Config } from '../../config.ts';
import { announceChange } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, UnauthenticatedError } from '../../errors.ts';
import type { VerifySession } from '../../http/requireUser.ts';
import { generateApiKey } from '../../ingestion/credentials/apiKeySecret.ts';
import type { ApiKey, Models, User } from '../../models/index.ts';
import type { SignInInput, SignUpInput } from './auth.validators.ts';
import { passwordLimits } from './passwordFault.ts';
import type { PasswordHasher, PasswordRequester } from './passwordHasher.ts';
import { readSessionToken, sessionEnded, signSessionToken } from './sessionToken.ts';

/** A new session: the JWT and how long it lives. */
export interface Session {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly user: User;
}

/** `network` is where the request comes from, as the limits count it (`clientNetwork`). */
export interface AuthService {
  /**
   * Creates the account with its first API key, both or neither.
   * @throws ConflictError `email_taken`.
   */
  signUp(input: SignUpInput, network: string): Promise<Session & { apiKey: ApiKey; apiSecret: string }>;
  /** @throws UnauthenticatedError, the same one and after the same time, whatever was wrong. */
  signIn(input: SignInInput, network: string): Promise<Session>;
  /** Refuses tokens of accounts that are gone or inactive, and those from before `token_version` was raised. */
  verifySession: VerifySession;
  getUser(userId: string): Promise<User>;
}

export interface AuthServiceDeps {
  readonly config: Config;
  readonly database: Database;
  readonly models: Models;
  readonly passwords: PasswordHasher;
}

export function createAuthService({ config, database, models, passwords }: AuthServiceDeps): AuthService {
  const { User, ApiKey } = models;

  function startSession(user: User): Session {
    const token = signSessionToken({ userId: user.id, tokenVersion: user.tokenVersion }, config.jwt);
    return { token, expiresInSeconds: config.jwt.ttlSeconds, user };
  }

  return {
    async signUp({ email, password, firstName, lastName }, network) {
      const hash = await passwords.hash(password, { queue: 'signUp', address: network, account: email });
      const { apiKey: publicId, apiSecret, secretHash, secretLast4 } = generateApiKey();
      try {
        return await database.sequelize.transaction(async (transaction) => {
          const user = await User.create({ email, password: hash, firstName, lastName }, { transaction });
          const apiKey = await ApiKey.create(
            { userId: user.id, keyName: 'Default', apiKey: publicId, apiSecret: secretHash, secretLast4 },
            { transaction },
          );
          await announceChange(database.sequelize, user.id, transaction);
          return { ...startSession(user), apiKey, apiSecret };
        });
      } catch (error) {
        if (!(error instanceof UniqueConstraintError) || !('email' in error.fields)) throw error;
        throw new ConflictError('email_taken', 'There is an account with this e-mail address already.', [
          { path: 'body.email', message: 'is taken' },
        ]);
      }
    },

    async signIn({ email, password }, network) {
      const requester: PasswordRequester = { queue: 'signIn', address: network, account: email };
      const user = await User.findOne({ where: { email } });
      // bcrypt would compare the first 72 bytes of a longer password, which nobody can have.
      const comparable = Buffer.byteLength(password) <= passwordLimits.maxBytes;
      const matches = await passwords.matches(password, comparable ? user?.password : undefined, requester);
      if (!user || !matches || !user.isActive) throw badCredentials();
      const rehashed = passwords.isWeak(user.password) ? { password: await passwords.hash(password, requester) } : {};
      // A password that was changed, or an account that was deleted while this one was compared, is not written over.
      const [found, [signedIn]] = await User.update(
        { lastLoginAt: new Date(), ...rehashed },
        { where: { id: user.id, tokenVersion: user.tokenVersion }, silent: true, returning: true },
      );
      if (found === 0 || !signedIn) throw badCredentials();
      return startSession(signedIn);
    },

    async verifySession(token) {
      const claims = readSessionToken(token, config.jwt);
      const user = claims && (await User.findByPk(claims.userId, { attributes: ['id', 'isActive', 'tokenVersion'] }));
      if (!user?.isActive || user.tokenVersion !== claims?.tokenVersion) {
        throw sessionEnded();
      }
      return { id: user.id, tokenVersion: user.tokenVersion };
    },

    async getUser(userId) {
      const user = await User.findByPk(userId);
      if (!user) throw new UnauthenticatedError('The account is gone.');
      return user;
    },
  };
}

function badCredentials(): UnauthenticatedError {
  return new UnauthenticatedError('The e-mail address or the password is wrong.', 'invalid_credentials');
}
