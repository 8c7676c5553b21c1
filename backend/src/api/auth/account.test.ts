import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const next = 'a different Horse 4 me';
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const me = (token: string) => t.request.get('/api/v1/auth/me').set(bearer(token));
const rename = (body: unknown, token = user.token) =>
  t.request
    .patch('/api/v1/auth/me')
    .set(bearer(token))
    .send(body as object);
const changePassword = (body: unknown, token = user.token) =>
  t.request
    .put('/api/v1/auth/password')
    .set(bearer(token))
    .send(body as object);
const endAll = (token = user.token) => t.request.post('/api/v1/auth/signout-everywhere').set(bearer(token));
const signIn = (password: string, email = user.email) =>
  t.request.post('/api/v1/auth/signin').send({ email, password });
const row = () => t.deps.models.User.findByPk(user.id, { rejectOnEmpty: true });
const pathsOf = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path);

describe('PATCH /api/v1/auth/me', () => {
  it('changes the given names and no other', async () => {
    const { user: before } = (await me(user.token)).body;
    const { status, body } = await rename({ firstName: '  Grace ' });
    expect(status).toBe(200);
    expect(body).toEqual({ user: { ...before, firstName: 'Grace', updatedAt: expect.any(String) } });
    expect((await rename({ lastName: 'Hopper', firstName: 'G.' })).body.user).toMatchObject({
      firstName: 'G.',
      lastName: 'Hopper',
    });
    expect((await rename({})).body.user).toEqual((await me(user.token)).body.user);
  });

  it.each([
    ['a blank name', { firstName: ' ' }, 'body.firstName'],
    ['no name', { lastName: null }, 'body.lastName'],
    ['a name that is no text', { lastName: ['x'] }, 'body.lastName'],
    ['a name of 101 characters', { firstName: 'a'.repeat(101) }, 'body.firstName'],
    ['a NUL in the name', { firstName: 'a\u0000b' }, 'body.firstName'],
    ['a lone surrogate in the name', { lastName: 'a\ud800' }, 'body.lastName'],
    ['another address', { email: 'other@example.test' }, 'body.email'],
    ['the role of an operator', { isOperator: true }, 'body.isOperator'],
    ['a password', { password: next }, 'body.password'],
    ['a version of sessions', { tokenVersion: 9 }, 'body.tokenVersion'],
    ['another id', { id: '00000000-0000-4000-8000-000000000000' }, 'body.id'],
    ['a body that is a list', [], 'body'],
  ])('refuses %s and changes nothing', async (_what, body, where) => {
    const before = (await me(user.token)).body;
    const answer = await rename(body);
    expect([answer.status, pathsOf(answer.body)]).toEqual([400, [where]]);
    expect((await me(user.token)).body).toEqual(before);
  });

  it('is for those who are signed in', async () => {
    expect((await t.request.patch('/api/v1/auth/me').send({ firstName: 'Eve' })).status).toBe(401);
    expect((await row()).firstName).toBe('Ada');
  });
});

describe('PUT /api/v1/auth/password', () => {
  const right = () => ({ currentPassword: user.password, newPassword: next });

  it('changes it, ends all other sessions at once, and goes on with a new token', async () => {
    const other = (await signIn(user.password)).body.token;
    const { status, body } = await changePassword(right());
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['expiresIn', 'token']);
    expect(body.expiresIn).toBe(28_800);
    expect((await me(body.token)).body.user.id).toBe(user.id);
    for (const token of [user.token, other]) {
      const refused = await me(token);
      expect([refused.status, refused.body.code]).toEqual([401, 'invalid_token']);
    }
    expect((await signIn(user.password)).status).toBe(401);
    expect((await signIn(next)).status).toBe(200);
    expect((await row()).password).toMatch(/^\$2[aby]\$04\$.{53}$/);
  });

  it('leaves API keys in force', async () => {
    await changePassword(right());
    const key = await t.deps.models.ApiKey.findByPk(user.apiKey.id);
    expect(key?.isActive).toBe(true);
  });

  it('says that the current password is wrong, and that is no end of the session', async () => {
    const { status, body, headers } = await changePassword({ ...right(), currentPassword: `${user.password}!` });
    expect([status, body.code]).toEqual([403, 'wrong_password']);
    expect(headers['www-authenticate']).toBeUndefined();
    expect((await me(user.token)).status).toBe(200);
    expect((await signIn(user.password)).status).toBe(200);
  });

  it('does not take the first 72 bytes of a password for the password', async () => {
    const long = 'Zx9-'.repeat(18);
    const { body } = await changePassword({ ...right(), newPassword: long });
    expect((await changePassword({ currentPassword: `${long}x`, newPassword: next }, body.token)).status).toBe(403);
    expect((await changePassword({ currentPassword: long, newPassword: next }, body.token)).status).toBe(200);
  });

  it.each([
    ['no current password', { currentPassword: undefined }, 'body.currentPassword'],
    ['a current password that is no text', { currentPassword: { $ne: '' } }, 'body.currentPassword'],
    ['a current password of 1,025 characters', { currentPassword: 'a'.repeat(1025) }, 'body.currentPassword'],
    ['no new password', { newPassword: undefined }, 'body.newPassword'],
    ['a new password that is a list', { newPassword: [next] }, 'body.newPassword'],
    ['a short new password', { newPassword: 'Zx9!kq2' }, 'body.newPassword'],
    ['a new password of 74 bytes in 37 letters', { newPassword: 'é'.repeat(37) }, 'body.newPassword'],
    ['a common new password', { newPassword: 'Password123' }, 'body.newPassword'],
    ["the account's name", { newPassword: 'Ada Lovelace' }, 'body.newPassword'],
    ['a NUL in the new password', { newPassword: 'correct\u0000horse battery' }, 'body.newPassword'],
    ['a lone surrogate in the new password', { newPassword: 'correct horse \udc00 battery' }, 'body.newPassword'],
    ['a field that does not exist', { userId: '00000000-0000-4000-8000-000000000000' }, 'body.userId'],
  ])('refuses %s and keeps the password', async (_what, change, where) => {
    const answer = await changePassword({ ...right(), ...change });
    expect([answer.status, pathsOf(answer.body)]).toEqual([400, [where]]);
    expect((await signIn(user.password)).status).toBe(200);
    expect((await me(user.token)).status).toBe(200);
  });

  it("refuses the account's address as the new password", async () => {
    const answer = await changePassword({ ...right(), newPassword: user.email });
    expect([answer.status, pathsOf(answer.body)]).toEqual([400, ['body.newPassword']]);
  });

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await t.request.put('/api/v1/auth/password').send(right());
    const withKey = await t.request
      .put('/api/v1/auth/password')
      .set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret })
      .send(right());
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
    expect((await signIn(user.password)).status).toBe(200);
  });

  it('lets one of several that come at once win, and ends the sessions of the others', async () => {
    const passwords = Array.from({ length: 4 }, (_, i) => `${next} ${i}`);
    const answers = await Promise.all(passwords.map((newPassword) => changePassword({ ...right(), newPassword })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const won = answers.findIndex(({ status }) => status === 200);
    const signIns = await Promise.all(passwords.map((password) => signIn(password)));
    expect(signIns.map(({ status }) => status)).toEqual(passwords.map((_, i) => (i === won ? 200 : 401)));
  });

  it('writes no password, hash or token to the log', async () => {
    const { body } = await changePassword(right());
    await changePassword({ currentPassword: 'wrong guess 77', newPassword: next }, body.token);
    const log = t.log.text();
    expect(log).toContain('PUT /api/v1/auth/password 200');
    for (const secret of [user.password, next, 'wrong guess 77', body.token]) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/\$2[aby]\$\d\d\$|eyJ/);
  });
});

describe('POST /api/v1/auth/signout-everywhere', () => {
  it('ends all other sessions at once and goes on with a new token', async () => {
    const other = (await signIn(user.password)).body.token;
    const { status, body } = await endAll();
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['expiresIn', 'token']);
    expect((await me(body.token)).status).toBe(200);
    for (const token of [user.token, other]) expect((await me(token)).status).toBe(401);
    expect((await signIn(user.password)).status).toBe(200);
  });

  it('leaves other accounts alone', async () => {
    const other = await t.signUp();
    await endAll();
    expect((await me(other.token)).status).toBe(200);
  });

  it('lets one of several that come at once win', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => endAll()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const won = answers.find(({ status }) => status === 200);
    expect((await me(won?.body.token)).status).toBe(200);
  });

  it('takes no fields', async () => {
    const { status, body } = await endAll().send({ userId: user.id });
    expect([status, pathsOf(body)]).toEqual([400, ['body.userId']]);
    expect((await me(user.token)).status).toBe(200);
  });

  it('is for those who are signed in', async () => {
    expect((await t.request.post('/api/v1/auth/signout-everywhere')).status).toBe(401);
    expect((await t.request.post('/api/v1/auth/signout-everywhere').set(bearer('nonsense'))).status).toBe(401);
  });
});

describe('a sign-in beside a change of the password', () => {
  it('never brings the old password back, also when its hash is due for renewal', async () => {
    const { User } = t.deps.models;
    const { matches, isWeak } = t.deps.passwords;
    t.deps.passwords.isWeak = () => true;
    // The other request comes between the comparison and what follows it.
    t.deps.passwords.matches = async (...asked) => {
      const right = await matches(...asked);
      await User.update({ password: '!', tokenVersion: 2 }, { where: { id: user.id } });
      return right;
    };
    const { status } = await signIn(user.password);
    Object.assign(t.deps.passwords, { matches, isWeak });
    expect(status).toBe(401);
    expect(await row()).toMatchObject({ password: '!', lastLoginAt: null });
  });
});
