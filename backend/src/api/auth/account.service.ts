import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import type { ChangeNamesInput, ChangePasswordInput } from '../../contract/auth.ts';
import { announceChange, bumpTenantVersion } from '../../database/changes.ts';
import type { Database } from '../../database/connect.ts';
import { ForbiddenError, ValidationError } from '../../errors.ts';
import { clientNetwork } from '../../http/clientAddress.ts';
import type { SignedInUser } from '../../http/requireUser.ts';
import { retireSeries } from '../../ingestion/series/retireSeries.ts';
import type { Models, User } from '../../models/index.ts';
import { passwordFault, passwordLimits } from './passwordFault.ts';
import type { PasswordHasher, PasswordRequester } from './passwordHasher.ts';
import type { SessionGrant, SessionsService } from './sessions.service.ts';
import { sessionEnded } from './sessionToken.ts';

/**
 * What people do with their own account. `address` is where the request comes from. Every method throws UnauthenticatedError
 * `invalid_token` when the session has ended meanwhile: of two that end all sessions but their own, one wins.
 */
export interface AccountService {
  changeNames(session: SignedInUser, names: ChangeNamesInput): Promise<User>;
  /**
   * Ends all other sessions.
   * @throws ForbiddenError `wrong_password`; ValidationError when the new one cannot be a password.
   */
  changePassword(session: SignedInUser, input: ChangePasswordInput, address: string): Promise<SessionGrant>;
  /** Ends all other sessions. */
  signOutEverywhere(session: SignedInUser): Promise<SessionGrant>;
  /**
   * Ends sessions and keys at once and empties the account of everything personal; its address is free again. Its totals are out of
   * reach; housekeeping removes them a minute later, and the forwarder the group at the gateway.
   * @throws ForbiddenError `wrong_password`
   */
  deleteAccount(session: SignedInUser, password: string, address: string): Promise<void>;
}

export interface AccountServiceDeps {
  readonly database: Database;
  readonly models: Models;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionsService;
}

export function createAccountService(deps: AccountServiceDeps): AccountService {
  const { database, models, passwords, sessions } = deps;
  const { sequelize } = database;
  const { ApiKey, MetricConfig, User } = models;
  /** The account as long as the session lives. */
  const living = ({ id, tokenVersion }: SignedInUser) => ({ id, tokenVersion, isActive: true, deletedAt: null });

  async function find(session: SignedInUser): Promise<User> {
    const user = await User.findOne({ where: living(session) });
    if (!user) throw sessionEnded();
    return user;
  }

  async function change(session: SignedInUser, changes: Partial<User>, transaction?: Transaction): Promise<User> {
    const [, [user]] = await User.update(changes, {
      where: living(session),
      returning: true,
      ...(transaction && { transaction }),
    });
    if (!user) throw sessionEnded();
    return user;
  }

  // By id: strangers who try the e-mail address wait among themselves.
  const requester = ({ id }: User, address: string): PasswordRequester => ({
    queue: 'signIn',
    address: clientNetwork(address),
    account: id,
  });

  async function confirm(user: User, password: string, address: string): Promise<void> {
    // bcrypt would compare the first 72 bytes of a longer password, which nobody can have.
    const comparable = Buffer.byteLength(password) <= passwordLimits.maxBytes;
    if (await passwords.matches(password, comparable ? user.password : undefined, requester(user, address))) return;
    throw new ForbiddenError('wrong_password', 'The password is wrong.');
  }

  async function endOtherSessions(session: SignedInUser, changes: Partial<User> = {}): Promise<SessionGrant> {
    const tokenVersion = session.tokenVersion + 1;
    await sequelize.transaction(async (transaction) => {
      await change(session, { ...changes, tokenVersion }, transaction);
      await sessions.endOthers(session, transaction);
    });
    return sessions.renew(session, tokenVersion);
  }

  return {
    changeNames: (session, names) => (Object.keys(names).length === 0 ? find(session) : change(session, { ...names })),

    async changePassword(session, { currentPassword, newPassword }, address) {
      const user = await find(session);
      const fault = passwordFault(newPassword, user);
      if (fault) throw new ValidationError(`newPassword ${fault}`, [{ path: 'body.newPassword', message: fault }]);
      await confirm(user, currentPassword, address);
      return endOtherSessions(session, { password: await passwords.hash(newPassword, requester(user, address)) });
    },

    signOutEverywhere: (session) => endOtherSessions(session),

    async deleteAccount(session, password, address) {
      await confirm(await find(session), password, address);
      await sequelize.transaction(async (transaction) => {
        // The lock keeps keys and configurations from being made beside this.
        const user = await User.findOne({ where: living(session), lock: transaction.LOCK.UPDATE, transaction });
        if (!user) throw sessionEnded();
        const userId = user.id;
        const deletedAt = sequelize.fn('clock_timestamp');
        const [, configs] = await MetricConfig.update(
          { deletedAt },
          { where: { userId, deletedAt: null }, returning: true, transaction },
        );
        await retireSeries(
          sequelize,
          configs.map(({ id }) => id),
          transaction,
        );
        // Locked by id, as the lazy notes of their use are written.
        await ApiKey.findAll({ where: { userId }, order: ['id'], lock: transaction.LOCK.UPDATE, transaction });
        await ApiKey.destroy({ where: { userId }, transaction });
        await sessions.endAll(userId, transaction);
        const nobody = {
          // Not the account's id, which its owner could have taken for somebody else's address.
          email: `deleted-${randomUUID()}@deleted.invalid`,
          password: '!',
          firstName: '',
          lastName: '',
          isActive: false,
          isOperator: false,
          lastLoginAt: null,
          failedSignIns: 0,
          lastFailedSignInAt: null,
        };
        const tokenVersion = user.tokenVersion + 1;
        await User.update({ ...nobody, tokenVersion, deletedAt }, { where: { id: userId }, transaction });
        await bumpTenantVersion(sequelize, userId, transaction);
        await announceChange(sequelize, userId, transaction);
      });
    },
  };
}
