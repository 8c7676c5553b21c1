import { Op, type Transaction } from 'sequelize';
import { ConflictError } from '../errors.ts';
import type { Models } from '../models/index.ts';
import { versionOf } from '../tracking-code/generateCode.ts';

/** Of one metric, and of the website of one API key. */
export const maxPinnedScripts = 100;

/** A script that is to be kept, and whose it is. */
export interface Pin {
  readonly owner: { readonly metricConfigId: string } | { readonly apiKeyId: string };
  /** Of the token in the script. */
  readonly tokenVersion: number;
  /** Tokens of versions before this one have been revoked. */
  readonly oldestValidVersion: number;
  readonly code: string;
}

/** The oldest version of a token that works: the current one, or the one before while its overlap lasts. `now` is the database's time. */
export function oldestValidVersion(current: number, previousExpiresAt: Date | null, now: number): number {
  const isOverlap = previousExpiresAt !== null && previousExpiresAt.getTime() > now;
  return isOverlap ? current - 1 : current;
}

/**
 * Keeps a script where its version finds it; the same script is kept once. Those whose token has been revoked make room.
 * @param transaction holds the lock of the owner's row, so that no two scripts are the hundredth
 * @throws ConflictError `too_many_pinned_scripts`
 */
export async function keepPinnedScript({ PinnedScript }: Models, pin: Pin, transaction: Transaction): Promise<void> {
  const { owner, tokenVersion, code } = pin;
  const version = versionOf(code);
  if (await PinnedScript.findByPk(version, { attributes: ['version'], transaction })) return;
  const isFull = async () => (await PinnedScript.count({ where: owner, transaction })) >= maxPinnedScripts;
  if (await isFull()) {
    const revoked = { ...owner, tokenVersion: { [Op.lt]: pin.oldestValidVersion } };
    await PinnedScript.destroy({ where: revoked, transaction });
  }
  if (await isFull()) {
    throw new ConflictError(
      'too_many_pinned_scripts',
      `There are ${maxPinnedScripts} pinned scripts already, and pages may be using each: use the script tag, or revoke the token of the old ones.`,
    );
  }
  await PinnedScript.create({ ...owner, version, tokenVersion, code }, { transaction });
}
