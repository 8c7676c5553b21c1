import bcrypt from 'bcryptjs';
import { afterEach, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../errors.ts';
import { createPasswordHasher, type PasswordHasher, type PasswordHasherOptions } from './passwordHasher.ts';

const somebody = { queue: 'signIn', address: '203.0.113.7', account: 'ada@example.test' } as const;
const open: PasswordHasher[] = [];
function hasher(options: Partial<PasswordHasherOptions> = {}): PasswordHasher {
  const made = createPasswordHasher({ rounds: 4, workers: 1, ...options });
  open.push(made);
  return made;
}
afterEach(() => Promise.all(open.splice(0).map((made) => made.close())));

describe('createPasswordHasher', () => {
  it('makes bcrypt hashes of the given cost that only the password matches', async () => {
    const passwords = hasher({ rounds: 5 });
    const hash = await passwords.hash('correct horse', somebody);
    expect(hash).toMatch(/^\$2b\$05\$.{53}$/);
    expect(bcrypt.compareSync('correct horse', hash)).toBe(true);
    expect(await passwords.matches('correct horse', hash, somebody)).toBe(true);
    expect(await passwords.matches('Correct horse', hash, somebody)).toBe(false);
    expect(await passwords.hash('correct horse', somebody)).not.toBe(hash);
  });

  it('takes as long without a hash as with one, and says no', async () => {
    const passwords = hasher({ rounds: 9 });
    const hash = await passwords.hash('x', somebody);
    const timed = async (stored: string | undefined) => {
      const startedAtMs = performance.now();
      expect(await passwords.matches('y', stored, somebody)).toBe(false);
      return performance.now() - startedAtMs;
    };
    // Side by side and the best of several, so that whatever else the machine does falls on both.
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = 0; i < 6; i += 1) {
      known = Math.min(known, await timed(hash));
      unknown = Math.min(unknown, await timed(undefined));
    }
    // Without the comparison it would be a hundredth.
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  it('does not stop the event loop', async () => {
    const passwords = hasher({ rounds: 11 });
    let longestMs = 0;
    let lastMs = performance.now();
    const ticker = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    const startedAtMs = performance.now();
    await passwords.hash('correct horse', somebody);
    clearInterval(ticker);
    expect(performance.now() - startedAtMs).toBeGreaterThan(50);
    expect(longestMs).toBeLessThan((performance.now() - startedAtMs) / 2);
  });

  it('refuses what would have to wait too long, and goes on with the rest', async () => {
    const passwords = hasher({ rounds: 8, maxQueued: 3 });
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) =>
        passwords.hash('correct horse', { ...somebody, address: `a${i}`, account: `b${i}` }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), 'rejected', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(UnavailableError);
    expect(refused?.reason).toMatchObject({ status: 503, retryAfterSeconds: 2 });
    expect(await passwords.hash('correct horse', somebody)).toMatch(/^\$2b\$08\$/);
  });

  it('refuses one address more than half of the queue, and nobody else because of it', async () => {
    const passwords = hasher({ rounds: 8, maxQueued: 8 });
    const of = (address: string, i: number) =>
      passwords.hash('correct horse', { ...somebody, address, account: `b${i}` });
    const crowd = Promise.allSettled(Array.from({ length: 12 }, (_, i) => of('203.0.113.7', i)));
    const order: string[] = [];
    const stranger = of('198.51.100.1', 99).then(() => order.push('stranger'));
    const results = await crowd.finally(() => order.push('crowd'));
    await stranger;
    // One is under way, four wait.
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(order).toEqual(['stranger', 'crowd']);
  });

  it('lets sign-ups and sign-ins take turns, whichever of them there are many of', async () => {
    const passwords = hasher({ rounds: 8, maxQueued: 8 });
    const done: string[] = [];
    const ask = (queue: 'signIn' | 'signUp', i: number) =>
      passwords.hash('correct horse', { queue, address: `a${i}`, account: `b${i}` }).then(
        () => done.push(queue),
        () => {},
      );
    const crowd = Array.from({ length: 30 }, (_, i) => ask('signUp', i));
    await Promise.all([ask('signIn', 100), ask('signIn', 101)]);
    // The first one was under way before; then they took turns.
    expect(done.filter((queue) => queue === 'signUp').length).toBeLessThanOrEqual(3);
    await Promise.all(crowd);
  });

  it('survives a job that fails', async () => {
    const passwords = hasher({ rounds: 4 });
    await expect(passwords.hash(undefined as unknown as string, somebody)).rejects.toThrow();
    expect(await passwords.hash('correct horse', somebody)).toMatch(/^\$2b\$04\$/);
  });

  it('refuses everything once it is closed, what is under way included', async () => {
    const passwords = hasher({ rounds: 12 });
    const underWay = Promise.allSettled([
      passwords.hash('a', somebody),
      passwords.hash('b', somebody),
      passwords.hash('c', somebody),
    ]);
    await passwords.close();
    expect((await underWay).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(passwords.hash('d', somebody)).rejects.toBeInstanceOf(UnavailableError);
  });
});
