import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unique } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

describe('the limits of sign-in', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { RATE_LIMIT_SIGNIN_PER_ACCOUNT: '3', RATE_LIMIT_SIGNIN_PER_ADDRESS: '8' } });
  });
  afterAll(() => t.close());
  const signIn = (email: string, password: string, forwardedFor?: string) => {
    const sent = t.request.post('/api/v1/auth/signin').send({ email, password });
    return forwardedFor === undefined ? sent : sent.set('X-Forwarded-For', forwardedFor);
  };
  /** A success is taken back after its answer has left. */
  const successesForgotten = async () => {
    const hits = () =>
      t.deps.database.pool.query<{ hits: number }>(
        "select sum(hits)::int as hits from rate_limits where key not like 'signin-known:%'",
      );
    await expect.poll(async () => (await hits()).rows[0]?.hits).toBe(0);
  };

  it('count failures per account, in any spelling of it, whatever X-Forwarded-For says', async () => {
    const [user, other] = [await t.signUp(), await t.signUp()];
    for (let i = 0; i < 5; i += 1) {
      expect((await signIn(user.email, user.password)).status).toBe(200);
      await successesForgotten();
    }
    for (const email of [user.email, user.email.toUpperCase(), ` ${user.email}`]) {
      expect((await signIn(email, 'wrong password')).status).toBe(401);
    }
    expect((await signIn(user.email, user.password, '203.0.113.9')).status).toBe(200);
    const refused = await signIn(user.email, user.password, '203.0.113.10');
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('rate_limited');
    const retryAfter = Number(refused.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(10);
    expect((await signIn(other.email, other.password)).status).toBe(200);
  });

  it('count failures per address over all accounts, whatever X-Forwarded-For says', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const { status } = await signIn(`${unique('nobody')}@example.test`, 'wrong password', `203.0.113.${i}`);
      statuses.push(status);
    }
    expect(statuses.slice(0, 4)).toEqual([401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
  });

  it('are kept in Postgres under keyed hashes: no address and no e-mail', async () => {
    const { rows } = await t.deps.database.pool.query<{ key: string }>('select key from rate_limits');
    expect(rows.length).toBeGreaterThan(2);
    for (const { key } of rows) expect(key).toMatch(/^signin-(account|address|known|pace|prefix):[\w-]{22}$/);
  });
});

describe('the limit of sign-ups', () => {
  it('counts per address', async () => {
    const t = await createTestApp({ env: { RATE_LIMIT_SIGNUP_PER_HOUR: '2' } });
    await t.signUp();
    await t.signUp();
    const body = { email: 'third@example.test', password: 'correct horse battery', firstName: 'A', lastName: 'B' };
    const refused = await t.request.post('/api/v1/auth/signup').set('X-Forwarded-For', '198.51.100.7').send(body);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3500);
    await t.close();
  });
});

describe('the limit of the management API', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { RATE_LIMIT_API_PER_MINUTE: '3', TRUST_PROXY_HOPS: '1' } });
  });
  afterAll(() => t.close());

  it('counts per user', async () => {
    const [user, other] = [await t.signUp(), await t.signUp()];
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await t.request.get('/api/v1/apikeys').set(user.auth)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await t.request.get('/api/v1/apikeys').set(other.auth)).status).toBe(200);
  });
});

describe('the limit of password checks', () => {
  it('counts all of a user, right or wrong, and wrong ones of an address, whatever X-Forwarded-For says', async () => {
    const limited = await createTestApp({
      env: { RATE_LIMIT_SIGNIN_PER_ACCOUNT: '3', RATE_LIMIT_SIGNIN_PER_ADDRESS: '5' },
    });
    const [guessed, other, third] = [await limited.signUp(), await limited.signUp(), await limited.signUp()];
    const attempt = (who: TestUser, currentPassword: string, address = '203.0.113.1') =>
      limited.request
        .put('/api/v1/auth/password')
        .set({ ...who.auth, 'X-Forwarded-For': address })
        .send({ currentPassword, newPassword: 'a different Horse 4 me' });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await attempt(guessed, `wrong ${i}`, `203.0.113.${i}`)).status);
    expect(statuses).toEqual([403, 403, 403, 429, 429]);
    const refused = await attempt(guessed, guessed.password);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    const confirm = await limited.request.delete('/api/v1/auth/me').set(guessed.auth).send({ password: 'wrong' });
    expect(confirm.status).toBe(429);
    expect((await limited.request.get('/api/v1/auth/me').set(guessed.auth)).status).toBe(200);
    // Faults of the input cost nothing and count for nothing.
    for (let i = 0; i < 5; i += 1) expect((await attempt(other, '')).status).toBe(400);
    expect((await attempt(other, 'wrong')).status).toBe(403);
    // Of the address five are wrong now, those that were not looked at excepted.
    expect((await attempt(third, 'wrong')).status).toBe(403);
    expect((await attempt(third, third.password)).status).toBe(429);
    const { rows } = await limited.deps.database.pool.query<{ key: string }>('select key from rate_limits');
    for (const { key } of rows) expect(key).toMatch(/^(signin-address|signin-known|password-user):[\w-]{22}$/);
    await limited.close();
  });
});
