import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../database/connect.ts';
import { UnavailableError } from '../../errors.ts';
import { unique } from '../../testing/builders.ts';
import { createTestApp, type TestApp } from '../../testing/testApp.ts';
import { createAuthService } from './auth.service.ts';
import { createPasswordHasher } from './passwordHasher.ts';
import { createSessionsService } from './sessions.service.ts';
import { createSignInGuard } from './signInGuard.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const person = () => ({
  email: `${unique('ada')}@example.test`,
  password: 'correct horse battery',
  firstName: 'Ada',
  lastName: 'Lovelace',
});
const signUp = (body: unknown) => t.request.post('/api/v1/auth/signup').send(body as object);
const signIn = (body: unknown) => t.request.post('/api/v1/auth/signin').send(body as object);

describe('POST /api/v1/auth/signup', () => {
  it('creates the account with an API key and signs in', async () => {
    const given = person();
    const { status, body, headers } = await signUp(given);
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.expiresIn).toBe(28_800);
    expect(body.user).toMatchObject({ email: given.email, firstName: 'Ada', lastName: 'Lovelace', isActive: true });
    expect(body.apiKey).toMatchObject({
      keyName: 'Default',
      apiKey: expect.stringMatching(/^mk_[0-9A-Za-z]{20}$/),
      apiSecret: expect.stringMatching(/^ms_live_[0-9A-Za-z]{49}$/),
      allowedOrigins: [],
      expiresAt: null,
    });
    expect(JSON.stringify(body)).not.toContain(given.password);
    const me = await t.request.get('/api/v1/auth/me').set('Authorization', `Bearer ${body.token}`);
    expect(me.body.user.id).toBe(body.user.id);
  });

  it('stores a bcrypt hash and no secret', async () => {
    const user = await t.signUp();
    const row = await t.deps.models.User.findByPk(user.id, { rejectOnEmpty: true });
    expect(row.password).toMatch(/^\$2[aby]\$04\$.{53}$/);
    const key = await t.deps.models.ApiKey.findByPk(user.apiKey.id, { rejectOnEmpty: true });
    expect(key.apiSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(user.apiKey.apiSecret?.endsWith(key.secretLast4)).toBe(true);
  });

  it('takes an e-mail address in any case for the same account', async () => {
    const given = person();
    expect((await signUp({ ...given, email: `  ${given.email.toUpperCase()} ` })).body.user.email).toBe(given.email);
    const again = await signUp(given);
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'email_taken', errors: [{ path: 'body.email' }] });
  });

  it('lets one of several that want the same address have it, and leaves nothing of the others', async () => {
    const given = person();
    const answers = await Promise.all(Array.from({ length: 5 }, () => signUp(given)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const user = await t.deps.models.User.findOne({ where: { email: given.email }, rejectOnEmpty: true });
    expect(await t.deps.models.ApiKey.count({ where: { userId: user.id } })).toBe(1);
  });

  it.each([
    ['no e-mail', { email: undefined }, 'body.email'],
    ['an e-mail that is no text', { email: { $ne: null } }, 'body.email'],
    ['a list of e-mails', { email: ['a@example.test'] }, 'body.email'],
    ['an e-mail without a domain', { email: 'ada' }, 'body.email'],
    ['an e-mail of 255 characters', { email: `${'a'.repeat(242)}@example.test` }, 'body.email'],
    ['a NUL in the e-mail', { email: 'a\u0000da@example.test' }, 'body.email'],
    ['a lone surrogate in the e-mail', { email: 'a\ud800@example.test' }, 'body.email'],
    ['no password', { password: undefined }, 'body.password'],
    ['a password that is a number', { password: 1234567890 }, 'body.password'],
    ['a short password', { password: 'Zx9!kq2' }, 'body.password'],
    ['a password of 74 bytes in 37 letters', { password: 'é'.repeat(37) }, 'body.password'],
    ['a common password', { password: 'Password123' }, 'body.password'],
    ['the e-mail as the password', { email: 'ada.l@example.test', password: 'Ada.L@example.test' }, 'body.password'],
    ['a NUL in the password', { password: 'correct\u0000horse battery' }, 'body.password'],
    ['a lone surrogate in the password', { password: 'correct horse \udc00 battery' }, 'body.password'],
    ['no first name', { firstName: undefined }, 'body.firstName'],
    ['a blank first name', { firstName: '   ' }, 'body.firstName'],
    ['a first name of 101 characters', { firstName: 'a'.repeat(101) }, 'body.firstName'],
    ['a NUL in the last name', { lastName: 'Love\u0000lace' }, 'body.lastName'],
    ['a lone surrogate in the last name', { lastName: 'Love\ud83dlace' }, 'body.lastName'],
    ['a field that does not exist', { isOperator: true }, 'body.isOperator'],
    [
      'a field of the prototype',
      JSON.parse('{"constructor": {"prototype": {"isOperator": true}}}'),
      'body.constructor',
    ],
  ])('refuses %s', async (_what, change, path) => {
    const { status, body } = await signUp({ ...person(), ...change });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'validation_failed' });
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  it('lists every missing field at once', async () => {
    const { body } = await signUp({});
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([
      'body.email',
      'body.password',
      'body.firstName',
      'body.lastName',
    ]);
  });

  it('accepts a password of exactly 72 bytes', async () => {
    const given = { ...person(), password: `${'é'.repeat(18)}abcdefghijklmnopqrstuvwxyz0123456789` };
    expect(Buffer.byteLength(given.password)).toBe(72);
    expect((await signUp(given)).status).toBe(201);
    expect((await signIn({ email: given.email, password: given.password })).status).toBe(200);
  });

  it.each([
    [`${'a'.repeat(3_800)}!`, 400],
    [`${'a@'.repeat(1_900)}`, 400],
    [`a@${'a.'.repeat(1_900)}`, 400],
    [`${'a@'.repeat(25_000)}`, 413],
  ])('refuses an e-mail of thousands of characters within 100 ms: %#', async (email, expected) => {
    let bestMs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i += 1) {
      const startedAtMs = performance.now();
      expect((await signUp({ ...person(), email })).status).toBe(expected);
      bestMs = Math.min(bestMs, performance.now() - startedAtMs);
    }
    expect(bestMs).toBeLessThan(100);
  });
});

describe('POST /api/v1/auth/signin', () => {
  it('gives a session and remembers when', async () => {
    const user = await t.signUp();
    const before = Date.now();
    const { status, body } = await signIn({ email: user.email.toUpperCase(), password: user.password });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['expiresIn', 'failedSignIns', 'token', 'user']);
    expect(Date.parse(body.user.lastLoginAt)).toBeGreaterThanOrEqual(before - 1);
    const me = await t.request.get('/api/v1/auth/me').set('Authorization', `Bearer ${body.token}`);
    expect(me.body.user.lastLoginAt).toBe(body.user.lastLoginAt);
  });

  it('says the same to an unknown address, a wrong password and an inactive account', async () => {
    const [user, inactive] = [await t.signUp(), await t.signUp()];
    await t.deps.models.User.update({ isActive: false }, { where: { id: inactive.id } });
    const answers = [
      await signIn({ email: `${unique('nobody')}@example.test`, password: user.password }),
      await signIn({ email: user.email, password: `${user.password}!` }),
      await signIn({ email: inactive.email, password: inactive.password }),
    ];
    const [first] = answers.map(({ status, body: { requestId: _, ...rest }, headers }) => ({
      status,
      rest,
      challenge: headers['www-authenticate'],
    }));
    expect(first).toMatchObject({
      status: 401,
      rest: { code: 'invalid_credentials' },
      challenge: 'Bearer realm="uvp"',
    });
    for (const { status, body } of answers) {
      const { requestId: _, ...rest } = body;
      expect({ status, rest }).toEqual({ status: first?.status, rest: first?.rest });
    }
  });

  it('does not take the first 72 bytes of a longer password for the password', async () => {
    const password = `${'0123456789abcdef'.repeat(4)}01234567`;
    const user = await t.signUp({ password });
    expect(Buffer.byteLength(password)).toBe(72);
    expect((await signIn({ email: user.email, password: `${password}x` })).status).toBe(401);
    expect((await signIn({ email: user.email, password })).status).toBe(200);
  });

  it('replaces a hash that is weaker than those made now, and only that', async () => {
    const user = await t.signUp();
    const passwords = createPasswordHasher({ rounds: 5, workers: 1 });
    const guard = createSignInGuard({ config: t.deps.config, pool: t.deps.database.pool });
    const sessions = createSessionsService(t.deps);
    const service = createAuthService({ ...t.deps, passwords, sessions, guard });
    const from = { address: '203.0.113.7', userAgent: '', inBrowser: false, deviceIdFor: () => undefined };
    const stored = async () => (await t.deps.models.User.findByPk(user.id, { rejectOnEmpty: true })).password;
    await service.signIn(user, from);
    const stronger = await stored();
    expect(stronger).toMatch(/^\$2b\$05\$/);
    await service.signIn(user, from);
    expect(await stored()).toBe(stronger);
    await passwords.close();
  });

  it('lets somebody in although what is kept beside a sign-in cannot be written', async () => {
    const user = await t.signUp();
    const hasher = createPasswordHasher({ rounds: 5, workers: 1 });
    const passwords = { ...hasher, hash: () => Promise.reject(new UnavailableError('busy', 'no turn')) };
    const guard = {
      ...createSignInGuard({ config: t.deps.config, pool: t.deps.database.pool }),
      remember: () => Promise.reject(new Error('the disk is full')),
    };
    const sessions = createSessionsService(t.deps);
    const service = createAuthService({ ...t.deps, passwords, sessions, guard });
    const from = { address: '203.0.113.7', userAgent: '', inBrowser: false, deviceIdFor: () => undefined };
    expect((await service.signIn(user, from)).user.id).toBe(user.id);
    await hasher.close();
    expect(t.log.text()).toMatch(/could not note from where(.|\n)*could not strengthen the hash/);
  });

  it('ends the session that a new one replaces, and does not fail when it cannot', async () => {
    const user = await t.signUp();
    const gone = connectDatabase(t.deps.database.url);
    await gone.close();
    await createSessionsService({ ...t.deps, database: gone }).endReplaced(user.token);
    expect((await t.request.get('/api/v1/auth/me').set(user.auth)).status).toBe(200);
    expect(t.log.text()).toContain('could not end the session');
    await createSessionsService(t.deps).endReplaced(user.token);
    expect((await t.request.get('/api/v1/auth/me').set(user.auth)).status).toBe(401);
  });

  it.each([
    ['no password', { email: 'ada@example.test' }, 'body.password'],
    ['an empty password', { email: 'ada@example.test', password: '' }, 'body.password'],
    ['a password of 1,025 characters', { email: 'ada@example.test', password: 'a'.repeat(1025) }, 'body.password'],
    ['an e-mail that is no text', { email: 1, password: 'x' }, 'body.email'],
    ['a NUL in the e-mail', { email: '\u0000@example.test', password: 'x' }, 'body.email'],
    ['a field that does not exist', { email: 'ada@example.test', password: 'x', remember: true }, 'body.remember'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });
});

describe('GET /api/v1/auth/me', () => {
  it('shows the user and nothing secret', async () => {
    const user = await t.signUp();
    const { status, body, text } = await t.request.get('/api/v1/auth/me').set(user.auth);
    expect(status).toBe(200);
    expect(Object.keys(body.user).sort()).toEqual(
      [
        'createdAt',
        'email',
        'firstName',
        'id',
        'isActive',
        'isOperator',
        'lastLoginAt',
        'lastName',
        'updatedAt',
      ].sort(),
    );
    expect(text).not.toMatch(/\$2[aby]\$|tokenVersion|secret/);
  });

  it('is for those who are signed in', async () => {
    const { status, body, headers } = await t.request.get('/api/v1/auth/me');
    expect(status).toBe(401);
    expect(body.code).toBe('unauthenticated');
    expect(headers['www-authenticate']).toBe('Bearer realm="uvp"');
  });

  it('does not take an API key for a session', async () => {
    const user = await t.signUp();
    const { apiKey, apiSecret = '' } = user.apiKey;
    const asHeaders = await t.request.get('/api/v1/auth/me').set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
    const asBearer = await t.request.get('/api/v1/auth/me').set('Authorization', `Bearer ${apiSecret}`);
    expect([asHeaders.status, asBearer.status]).toEqual([401, 401]);
  });
});

describe('the log', () => {
  it('holds no password, secret or token of a sign-up, a sign-in and what follows', async () => {
    const user = await t.signUp();
    const { body } = await signIn({ email: user.email, password: user.password });
    await signIn({ email: user.email, password: `wrong-${user.password}` });
    await t.request.get('/api/v1/auth/me').set('Authorization', `Bearer ${body.token}`);
    await t.request.get(`/api/v1/apikeys?apiSecret=${user.apiKey.apiSecret}`).set(user.auth);
    const log = t.log.text();
    expect(log).toContain('POST /api/v1/auth/signin 200');
    for (const secret of [user.password, user.token, body.token, user.apiKey.apiSecret, user.email]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toMatch(/\$2[aby]\$\d\d\$|eyJ|ms_live_[0-9A-Za-z]{6}/);
  });
});
