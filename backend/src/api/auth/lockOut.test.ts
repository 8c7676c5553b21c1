import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unique } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';
import { createSignInGuard } from './signInGuard.ts';

/** As the sign-up was answered: `name=value`. */
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? '';
const strangers = ['203.0.113.1', '198.51.100.1', '192.0.2.1', '2001:db8:1::1', '2001:db8:2::1'];
const home = '100.64.1.7';
const elsewhere = '100.64.2.7';

describe('an account that strangers try to guess', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await createTestApp({ env: { TRUST_PROXY_HOPS: '1', RATE_LIMIT_SIGNIN_PER_ADDRESS: '1000' } });
  });
  afterAll(() => t.close());
  beforeEach(async () => {
    owner = await t.signUp();
    // The test signed up without naming an address; sign-in from there is not what is tested.
    await t.deps.database.pool.query('delete from rate_limits');
  });

  const signIn = (address: string, sent: { email?: string; password?: string } = {}, cookie = '') =>
    t.request
      .post('/api/v1/auth/signin')
      .set({ 'X-Forwarded-For': address, ...(cookie !== '' && { Cookie: cookie }) })
      .send({ email: owner.email, password: owner.password, ...sent });
  const wrong = { password: 'a wrong lantern' };
  const statusesOf = async (times: number, ...attempt: Parameters<typeof signIn>) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await signIn(...attempt)).status);
    return statuses;
  };
  const guess = async (email = owner.email) => {
    for (const address of strangers) await statusesOf(4, address, { ...wrong, email });
  };
  const tenSecondsLater = () => t.deps.database.pool.query("delete from rate_limits where key like 'signin-pace:%'");

  it('lets the owner in at once from a clean address', async () => {
    await guess();
    expect((await signIn(elsewhere)).status).toBe(200);
  });

  it('has one try in ten seconds for each address that is unknown to it', async () => {
    await guess();
    expect(await statusesOf(3, '203.0.113.99', wrong)).toEqual([401, 429, 429]);
    const refused = await signIn('203.0.113.200');
    expect(refused.body.code).toBe('rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(10);
    expect((await signIn('198.51.100.99', wrong)).status).toBe(401);
    expect((await signIn('2001:db8:1:ff::2', wrong)).status).toBe(401);
    expect((await signIn('2001:db8:1:77::3')).status).toBe(429);
    await tenSecondsLater();
    expect((await signIn('203.0.113.200')).status).toBe(200);
  });

  it('does not count the tries that were not looked at', async () => {
    await guess();
    await statusesOf(30, '203.0.113.99', wrong);
    const { rows } = await t.deps.database.pool.query<{ hits: number }>(
      "select hits from rate_limits where key like 'signin-account:%'",
    );
    expect(rows.map(({ hits }) => hits)).toEqual([21]);
  });

  it('slows down nobody at an address from which the owner has signed in, until that one has failed as often', async () => {
    expect((await signIn(home)).status).toBe(200);
    await guess();
    expect(await statusesOf(20, home, wrong)).toEqual(Array(20).fill(401));
    expect(await statusesOf(2, home, wrong)).toEqual([401, 429]);
  });

  it('knows an address from which its owner signs in for 90 days after the last time', async () => {
    const daysLeft = async () => {
      const { rows } = await t.deps.database.pool.query<{ days: number }>(
        "select extract(day from resets_at - clock_timestamp())::int as days from rate_limits where key like 'signin-known:%'",
      );
      return rows.map(({ days }) => days);
    };
    await signIn(home);
    await t.deps.database.pool.query(
      "update rate_limits set resets_at = clock_timestamp() + interval '30 hours' where key like 'signin-known:%'",
    );
    expect(await daysLeft()).toEqual([1]);
    await signIn(home);
    expect(await daysLeft()).toEqual([89]);
  });

  it('waits for a turn at the password hasher among strangers only where it is unknown', async () => {
    const guard = createSignInGuard({ config: t.deps.config, pool: t.deps.database.pool });
    const turnOf = async (address: string) =>
      (await guard.admit(owner.email, { address, deviceId: undefined })).requester.account;
    const [stranger = ''] = strangers;
    expect(await turnOf(home)).toBe(await turnOf(stranger));
    await signIn(home);
    expect(await turnOf(home)).not.toBe(await turnOf(stranger));
    expect(await turnOf(elsewhere)).toBe(await turnOf(stranger));
  });

  it('lets a device that has signed in before pass, from wherever the strangers are', async () => {
    const cookie = cookieOf(await signIn(home));
    await guess();
    for (const address of strangers) await signIn(address, wrong);
    for (const address of strangers) expect((await signIn(address)).status).toBe(429);
    for (const address of strangers) expect((await signIn(address, {}, cookie)).status).toBe(200);
    // Its own counter, which a device can use up for itself alone.
    expect(await statusesOf(20, '203.0.113.9', wrong, cookie)).toEqual(Array(20).fill(401));
    expect((await signIn('192.0.2.9', {}, cookie)).status).toBe(200);
  });

  it.each<[string, (cookie: string) => string | Promise<string>]>([
    ['was changed', (cookie) => `${cookie.slice(0, -3)}AAA`],
    ['is nothing', () => '__Secure-uvp_device=x'],
    ['has another name', (cookie) => cookie.replace('__Secure-', '')],
    [
      'is of another account',
      async () => {
        const { email, password } = await t.signUp();
        return cookieOf(await signIn(elsewhere, { email, password }));
      },
    ],
    ['is a session', async () => `__Secure-uvp_device=${owner.token}`],
  ])('takes no cookie that %s', async (_what, change) => {
    const cookie = await change(cookieOf(await signIn(home)));
    await guess();
    expect(await statusesOf(2, '203.0.113.99', wrong, cookie)).toEqual([401, 429]);
  });

  it('is held back like one that does not exist', async () => {
    const email = `${unique('nobody')}@example.test`;
    await guess(email);
    expect(await statusesOf(2, '203.0.113.99', { ...wrong, email })).toEqual([401, 429]);
  });

  it('shows its owner how many tries there were, and when', async () => {
    const failures = async () => (await t.request.get('/api/v1/auth/me').set(owner.auth)).body.failedSignIns;
    expect(await failures()).toEqual({ count: 0, lastAt: null });
    const before = Date.now();
    await statusesOf(3, '203.0.113.1', wrong);
    await expect.poll(async () => (await failures()).count).toBe(3);
    const seen = await failures();
    expect(Date.parse(seen.lastAt)).toBeGreaterThan(before - 1_000);
    expect((await signIn(home)).body.failedSignIns).toEqual(seen);
    expect((await signIn(home)).body.failedSignIns).toEqual({ count: 0, lastAt: null });
    expect(await failures()).toEqual({ count: 0, lastAt: null });
  });

  it('keeps counters of two that share a browser apart', async () => {
    const other = await t.signUp();
    const first = cookieOf(await signIn(home));
    const both = cookieOf(await signIn(home, { email: other.email, password: other.password }, first));
    await guess();
    await signIn('203.0.113.99', wrong);
    expect((await signIn('203.0.113.99', {}, both)).status).toBe(200);
    await guess(other.email);
    await signIn('203.0.113.99', { ...wrong, email: other.email });
    expect((await signIn('203.0.113.99', { email: other.email, password: other.password }, both)).status).toBe(200);
  });
});

describe('the cookie of a device', () => {
  it.each([
    ['https://metrics.example.test', '__Secure-uvp_device', '/api/v1/auth', true],
    ['https://metrics.example.test/uvp', '__Secure-uvp_device', '/uvp/api/v1/auth', true],
    ['http://localhost:3000', 'uvp_device_3000', '/api/v1/auth', false],
  ])('of %s is for sign-in alone and out of reach of scripts', async (publicUrl, name, path, secure) => {
    const t = await createTestApp({ env: { PUBLIC_URL: publicUrl } });
    const answer = await t.request
      .post('/api/v1/auth/signup')
      .send({ email: 'ada@example.test', password: 'a harbour of quiet boats', firstName: 'A', lastName: 'L' });
    const [pair = '', ...attributes] = String(answer.headers['set-cookie']).split('; ');
    expect(pair.startsWith(`${name}=eyJ`)).toBe(true);
    const given = attributes.filter((attribute) => !attribute.startsWith('Expires='));
    const expected = [
      `Max-Age=${180 * 86_400}`,
      `Path=${path}`,
      'HttpOnly',
      'SameSite=Strict',
      ...(secure ? ['Secure'] : []),
    ];
    expect(given.sort()).toEqual(expected.sort());
    expect(pair).not.toContain('ada');
    await t.close();
  });
});
