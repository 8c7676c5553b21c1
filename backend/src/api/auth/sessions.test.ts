import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unique } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';
import { signSessionToken } from './sessionToken.ts';

const inBrowser = { 'X-UVP-Session': 'active' };
const agents = {
  firefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  curl: 'curl/8.14.1',
};

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp({ env: { TRUST_PROXY_HOPS: '1' } });
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const me = (headers: Record<string, string>) => t.request.get('/api/v1/auth/me').set(headers);
const statusOf = async (headers: Record<string, string>) => (await me(headers)).status;
const signIn = (headers: Record<string, string> = {}) =>
  t.request.post('/api/v1/auth/signin').set(headers).send({ email: user.email, password: user.password });
const bearer = async () => ({ Authorization: `Bearer ${(await signIn()).body.token}` });
const cookiesOf = (answer: { headers: Record<string, unknown> }) =>
  [answer.headers['set-cookie'] ?? []].flat().map(String);
const sessionCookieOf = (answer: { headers: Record<string, unknown> }) =>
  cookiesOf(answer).find((cookie) => cookie.includes('uvp_session')) ?? '';
/** The headers by which the dashboard goes on with the session of a browser. */
const browser = async (headers: Record<string, string> = {}) => {
  const Cookie = sessionCookieOf(await signIn({ ...inBrowser, ...headers })).split(';')[0] ?? '';
  return { ...inBrowser, Cookie };
};
const sessionsOf = async (headers: Record<string, string>) =>
  (await t.request.get('/api/v1/auth/sessions').set(headers)).body.sessions;
/** As if all sessions of the user had been seen last so long ago. */
const leaveAlone = (seconds: number) =>
  t.deps.database.pool.query(
    `update sessions set last_seen_at = last_seen_at - $2 * interval '1 second' where user_id = $1`,
    [user.id, seconds],
  );

describe('the session of a browser', () => {
  it('is in a cookie that no script can read, and in no answer', async () => {
    const email = `${unique('user')}@example.test`;
    const person = { email, password: 'a harbour of quiet boats', firstName: 'A', lastName: 'L' };
    const answers = [
      await t.request.post('/api/v1/auth/signup').set(inBrowser).send(person),
      await t.request.post('/api/v1/auth/signin').set(inBrowser).send({ email, password: person.password }),
    ];
    for (const answer of answers) {
      expect(answer.body).toMatchObject({ expiresIn: 28_800, user: { email } });
      expect(answer.body).not.toHaveProperty('token');
      const [pair = '', ...attributes] = sessionCookieOf(answer).split('; ');
      expect(pair.startsWith('__Host-uvp_session=eyJ')).toBe(true);
      const given = attributes.filter((attribute) => !attribute.startsWith('Expires='));
      expect(given.sort()).toEqual(['HttpOnly', 'Max-Age=28800', 'Path=/', 'SameSite=Lax', 'Secure']);
      expect(await statusOf({ ...inBrowser, Cookie: pair })).toBe(200);
    }
  });

  it.each([
    ['http://localhost:3000', 'uvp_session_3000', '/'],
    ['https://example.test/uvp', '__Secure-uvp_session', '/uvp/'],
    ['https://example.test:8443', '__Host-uvp_session_8443', '/'],
  ])('of %s is for that place alone', async (publicUrl, name, path) => {
    const there = await createTestApp({ env: { PUBLIC_URL: publicUrl } });
    const person = { email: 'ada@example.test', password: 'a harbour of quiet boats', firstName: 'A', lastName: 'L' };
    const cookie = sessionCookieOf(await there.request.post('/api/v1/auth/signup').set(inBrowser).send(person));
    expect(cookie.startsWith(`${name}=`)).toBe(true);
    expect(cookie.split('; ')).toContain(`Path=${path}`);
    await there.close();
  });

  it('counts only beside the header that other pages cannot send', async () => {
    const { Cookie } = await browser();
    expect(await statusOf({ Cookie, ...inBrowser })).toBe(200);
    for (const headers of [{}, { 'X-UVP-Session': '' }, { 'X-UVP-Session': 'yes' }]) {
      expect(await statusOf({ Cookie, ...headers })).toBe(401);
    }
    for (const site of ['cross-site', 'same-site', 'none']) {
      const { status, body } = await me({ Cookie, ...inBrowser, 'Sec-Fetch-Site': site });
      expect([status, body.code], site).toEqual([403, 'foreign_origin']);
    }
    const preflight = await t.request.options('/api/v1/auth/me').set({
      Origin: 'https://evil.test',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-uvp-session',
    });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    expect(String(preflight.headers['access-control-allow-headers'])).not.toMatch(/session/i);
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('stands beside the password that a proxy before the server asks for', async () => {
    const Authorization = `Basic ${Buffer.from('proxy:its password').toString('base64')}`;
    const answer = await signIn({ ...inBrowser, Authorization });
    expect(answer.body).not.toHaveProperty('token');
    const mine = { ...inBrowser, Authorization, Cookie: sessionCookieOf(answer).split(';')[0] ?? '' };
    expect(await statusOf(mine)).toBe(200);
    // There is no Prometheus here; credentials come first.
    expect((await t.request.get('/api/v1/prometheus/api/v1/query?query=up').set(mine)).status).toBe(503);
    await t.request.post('/api/v1/auth/signout').set(mine).expect(204);
    expect(await statusOf(mine)).toBe(401);
  });

  it('reads numbers like any other', async () => {
    const answer = await t.request.get('/api/v1/prometheus/api/v1/query?query=up').set(await browser());
    expect(answer.status).toBe(503);
    const { Cookie } = await browser();
    expect((await t.request.get('/api/v1/prometheus/api/v1/query?query=up').set({ Cookie })).status).toBe(401);
  });

  it('takes the place of the one before in this browser, and of no other', async () => {
    const [mine, other] = [await browser(), await browser()];
    const Cookie = sessionCookieOf(await signIn(mine)).split(';')[0] ?? '';
    expect(await Promise.all([mine, other, { ...inBrowser, Cookie }, user.auth].map(statusOf))).toEqual([
      401, 200, 200, 200,
    ]);
    await signIn({ Cookie });
    expect(await statusOf({ ...inBrowser, Cookie })).toBe(200);
  });

  it('goes on with a new cookie after the others have ended', async () => {
    const [mine, other] = [await browser(), await browser()];
    const answer = await t.request.post('/api/v1/auth/signout-everywhere').set(mine);
    expect(answer.body).toEqual({ expiresIn: 28_800 });
    const renewed = { ...inBrowser, Cookie: sessionCookieOf(answer).split(';')[0] ?? '' };
    expect(await Promise.all([mine, other, user.auth, renewed].map(statusOf))).toEqual([401, 401, 401, 200]);
    expect(await sessionsOf(renewed)).toHaveLength(1);
  });

  it('ends when nobody has been there for two hours, other sessions do not', async () => {
    const [mine, script] = [await browser(), await bearer()];
    await leaveAlone(7_190);
    expect(await statusOf(mine)).toBe(200);
    await leaveAlone(7_190);
    expect(await statusOf(mine)).toBe(200);
    await leaveAlone(7_201);
    expect(await statusOf(mine)).toBe(401);
    expect(await statusOf(script)).toBe(200);
    expect((await sessionsOf(script)).every((session: { inBrowser: boolean }) => !session.inBrowser)).toBe(true);
  });

  it('is not kept alive by a page that refreshes itself', async () => {
    const mine = await browser();
    await leaveAlone(7_190);
    expect(await statusOf({ ...mine, 'X-UVP-Session': 'idle' })).toBe(200);
    await leaveAlone(20);
    expect(await statusOf(mine)).toBe(401);
  });
});

describe('any session', () => {
  it('ends by the clock of the database', async () => {
    const [mine, script] = [await browser(), await bearer()];
    await t.deps.database.pool.query('update sessions set expires_at = clock_timestamp() where user_id = $1', [
      user.id,
    ]);
    expect(await Promise.all([mine, script].map(statusOf))).toEqual([401, 401]);
  });

  it('from before sessions had rows lives on until its token expires', async () => {
    const token = signSessionToken({ userId: user.id, tokenVersion: 1, sessionId: undefined }, t.deps.config.jwt);
    const headers = { Authorization: `Bearer ${token}` };
    expect(await statusOf(headers)).toBe(200);
    const renewed = await t.request.post('/api/v1/auth/signout-everywhere').set(headers);
    expect(await statusOf({ Authorization: `Bearer ${renewed.body.token}` })).toBe(200);
    expect(await statusOf(headers)).toBe(401);
  });

  it('makes room when there are 500 of the account', async () => {
    const oldest = await bearer();
    await leaveAlone(60);
    await t.deps.database.pool.query(
      `insert into sessions (user_id, in_browser, user_agent, address_range, expires_at)
       select $1, false, '', '', clock_timestamp() + interval '1 hour' from generate_series(1, 499)`,
      [user.id],
    );
    expect(await statusOf(await bearer())).toBe(200);
    expect(await statusOf(oldest)).toBe(401);
    expect(await sessionsOf(await bearer())).toHaveLength(500);
  });
});

describe('POST /api/v1/auth/signout', () => {
  const signOut = (headers: Record<string, string>) => t.request.post('/api/v1/auth/signout').set(headers);

  it('ends this session and no other', async () => {
    const [script, mine, other] = [await bearer(), await browser(), await browser()];
    expect((await signOut(script)).status).toBe(204);
    expect(await Promise.all([script, mine, other].map(statusOf))).toEqual([401, 200, 200]);
    const out = await signOut(mine);
    expect(out.status).toBe(204);
    expect(sessionCookieOf(out)).toMatch(/^__Host-uvp_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(await Promise.all([mine, other].map(statusOf))).toEqual([401, 200]);
  });

  it('forgets the cookie of a session that has ended already', async () => {
    const mine = await browser();
    await leaveAlone(8_000);
    for (const headers of [mine, { ...mine, Cookie: '__Host-uvp_session=nonsense' }, inBrowser]) {
      const out = await signOut(headers);
      expect([out.status, sessionCookieOf(out) !== '']).toEqual([204, true]);
    }
  });

  it('is not for pages of other sites', async () => {
    const mine = await browser();
    expect((await signOut({ Cookie: mine.Cookie })).status).toBe(401);
    expect((await signOut({ ...mine, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(await statusOf(mine)).toBe(200);
  });

  it('leaves what other applications of the host have kept', async () => {
    const below = await createTestApp({ env: { PUBLIC_URL: 'https://example.test/uvp' } });
    const out = await below.request.post('/api/v1/auth/signout').set(inBrowser);
    expect([out.status, out.headers['clear-site-data']]).toEqual([204, undefined]);
    await below.close();
  });
});

describe('GET and DELETE /api/v1/auth/sessions', () => {
  it('shows them by what one knows them by, and ends one', async () => {
    const mine = await browser({ 'User-Agent': agents.firefox, 'X-Forwarded-For': '203.0.113.77' });
    const script = await t.request
      .post('/api/v1/auth/signin')
      .set({ 'User-Agent': agents.curl, 'X-Forwarded-For': '2001:db8:1:2ff::9' })
      .send({ email: user.email, password: user.password });
    const headers = { Authorization: `Bearer ${script.body.token}` };
    const [first, second, third] = await sessionsOf(mine);
    expect(third).toBeDefined();
    expect(first).toMatchObject({
      isCurrent: false,
      inBrowser: false,
      browser: 'curl',
      operatingSystem: null,
      addressRange: '2001:db8:1:200::/56',
    });
    expect(second).toMatchObject({
      isCurrent: true,
      inBrowser: true,
      browser: 'Firefox',
      operatingSystem: 'Windows',
      addressRange: '203.0.113.0/24',
    });
    expect((await t.request.delete(`/api/v1/auth/sessions/${first.id}`).set(mine)).status).toBe(204);
    expect(await statusOf(headers)).toBe(401);
    expect(await statusOf(mine)).toBe(200);
  });

  it('knows none of somebody else', async () => {
    const mine = await browser();
    const stranger = await t.signUp();
    const [theirs] = await sessionsOf(stranger.auth);
    for (const id of [theirs.id, 'nonsense', '00000000-0000-4000-8000-000000000000']) {
      expect((await t.request.delete(`/api/v1/auth/sessions/${id}`).set(mine)).status).toBe(404);
    }
    expect(await statusOf(stranger.auth)).toBe(200);
    expect((await t.request.get('/api/v1/auth/sessions')).status).toBe(401);
    expect((await t.request.delete(`/api/v1/auth/sessions/${theirs.id}`)).status).toBe(401);
    expect((await t.request.get('/api/v1/auth/sessions?limit=x').set(mine)).status).toBe(400);
  });

  it('go with the account', async () => {
    await t.request.delete('/api/v1/auth/me').set(user.auth).send({ password: user.password });
    const { rows } = await t.deps.database.pool.query('select 1 from sessions where user_id = $1', [user.id]);
    expect(rows).toEqual([]);
  });

  it('leave the browser with the account', async () => {
    const answer = await t.request
      .delete('/api/v1/auth/me')
      .set(await browser())
      .send({ password: user.password });
    expect(answer.status).toBe(204);
    expect(sessionCookieOf(answer)).toMatch(/^__Host-uvp_session=; /);
  });
});
