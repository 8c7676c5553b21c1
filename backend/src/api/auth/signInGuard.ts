import type pg from 'pg';
import type { Config } from '../../config.ts';
import { TooManyAttemptsError } from '../../errors.ts';
import { addressPrefix, clientNetwork } from '../../http/clientAddress.ts';
import { type Counter, countHits, extendWindow, takeBackHits } from '../../http/countHits.ts';
import { rateLimitKey } from '../../http/rateLimitKey.ts';
import type { Requester } from './fairQueue.ts';

/** Where somebody signs in from. */
export interface AttemptOrigin {
  readonly address: string;
  /** A device that has signed in to this account before: its cookie says so. */
  readonly deviceId: string | undefined;
}

/** A try at a password that may be looked at. It counts as failed unless it is taken back. */
export interface SignInAttempt {
  /** Whose turn it takes at the password hasher. */
  readonly requester: Requester;
  /** The password was right, or nobody has compared it. */
  takeBack(): Promise<void>;
}

/**
 * Keeps strangers from guessing a password, and from keeping its owner out. Failures of 15 minutes count per account and address
 * prefix (IPv4 /24, IPv6 /56: a finer one would give a person who rents a network a limit for each of its addresses). Past the limit an
 * address prefix has one try in ten seconds; past it on the whole account that holds for every prefix from which nobody has signed in
 * to it within 90 days. A device that has signed in before has a counter of its own, which nobody else can use up. Nobody is locked out.
 *
 * Whether there is such an account makes no difference. All counters are in Postgres, shared by all replicas, under keyed hashes.
 */
export interface SignInGuard {
  /** @throws TooManyAttemptsError */
  admit(email: string, from: AttemptOrigin): Promise<SignInAttempt>;
  /** From now on the address prefix is known to the account. */
  remember(email: string, address: string): Promise<void>;
}

const quarterHourSeconds = 900;
const paceSeconds = 10;
const knownSeconds = 90 * 86_400;

export function createSignInGuard(deps: { config: Pick<Config, 'jwt' | 'rateLimits'>; pool: pg.Pool }): SignInGuard {
  const { config, pool } = deps;
  const limit = config.rateLimits.signInPerAccount;
  const hashed = rateLimitKey(config.jwt.secret);
  const counter = (name: string, windowSeconds: number, ...of: string[]): Counter => ({
    key: `signin-${name}:${hashed(of.join(' '))}`,
    windowSeconds,
  });
  const knownPrefix = (email: string, address: string) => counter('known', knownSeconds, email, addressPrefix(address));
  const admitted = (counters: readonly Counter[], address: string, account: string): SignInAttempt => ({
    requester: { address: clientNetwork(address), account },
    takeBack: () => takeBack(counters),
  });

  /** Undefined when the device has used up its counter: then it is like any other. */
  async function countForDevice(email: string, deviceId: string): Promise<Counter[] | undefined> {
    const ofDevice = counter('device', quarterHourSeconds, email, deviceId);
    const counted = await countHits(pool, [ofDevice]);
    return (counted.get(ofDevice.key)?.hits ?? 0) > limit ? undefined : [ofDevice];
  }

  async function countForAddress(email: string, address: string): Promise<{ counters: Counter[]; isKnown: boolean }> {
    const prefix = addressPrefix(address);
    const ofAccount = counter('account', quarterHourSeconds, email);
    const ofPrefix = counter('prefix', quarterHourSeconds, email, prefix);
    const known = knownPrefix(email, address).key;
    const counted = await countHits(pool, [ofAccount, ofPrefix], [known]);
    const isKnown = counted.has(known);
    const isOver = ({ key }: Counter) => (counted.get(key)?.hits ?? 0) > limit;
    const isSlowed = isOver(ofPrefix) || (isOver(ofAccount) && !isKnown);
    if (isSlowed) await keepPace([ofAccount, ofPrefix], counter('pace', paceSeconds, email, prefix));
    return { counters: [ofAccount, ofPrefix], isKnown };
  }

  /** Lets one try through in a window of ten seconds; the others count for nothing. */
  async function keepPace(counters: readonly Counter[], pace: Counter): Promise<void> {
    const counted = (await countHits(pool, [pace])).get(pace.key);
    if (!counted || counted.hits === 1) return;
    await takeBack(counters);
    throw new TooManyAttemptsError(
      `There were too many failed sign-ins to this account, so from here one try in ${paceSeconds} seconds is looked at. A browser that has signed in to it before does not have to wait.`,
      Math.min(paceSeconds, Math.max(1, counted.secondsLeft)),
    );
  }

  const takeBack = (counters: readonly Counter[]) =>
    takeBackHits(
      pool,
      counters.map(({ key }) => key),
    );

  return {
    async admit(email, { address, deviceId }) {
      // Strangers who try this account wait among themselves.
      const ofDevice = deviceId === undefined ? undefined : await countForDevice(email, deviceId);
      if (ofDevice) return admitted(ofDevice, address, `${email} ${deviceId}`);
      const { counters, isKnown } = await countForAddress(email, address);
      return admitted(counters, address, isKnown ? `${email} ${addressPrefix(address)}` : email);
    },

    async remember(email, address) {
      await extendWindow(pool, knownPrefix(email, address));
    },
  };
}
