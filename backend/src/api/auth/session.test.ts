import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

const previousSecret = 'Q7m2-the-secret-of-last-month-0123456789-xyz';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp({ env: { JWT_SECRET_PREVIOUS: previousSecret } });
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const me = (token: string) => t.request.get('/api/v1/auth/me').set('Authorization', `Bearer ${token}`);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as we make them, except for what is changed. */
function forge(change: { payload?: object; header?: object; secret?: string } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { ver: 1, iat: now, exp: now + 600, aud: 'uvp-api', iss: 'uvp', sub: user.id, ...change.payload };
  const head = `${base64({ alg: 'HS256', typ: 'JWT', ...change.header })}.${base64(payload)}`;
  const mac = createHmac('sha256', change.secret ?? t.deps.config.jwt.secret)
    .update(head)
    .digest('base64url');
  return `${head}.${mac}`;
}

describe('a session token', () => {
  it('is accepted when it is ours, also under the previous secret', async () => {
    expect((await me(forge())).status).toBe(200);
    expect((await me(forge({ secret: previousSecret }))).status).toBe(200);
    expect((await me(user.token)).status).toBe(200);
  });

  it('is signed with the current secret and says whose it is, for how long and for whom', () => {
    const payload = jwt.verify(user.token, t.deps.config.jwt.secret, { complete: true });
    expect(payload.header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload.payload).toMatchObject({ iss: 'uvp', aud: 'uvp-api', sub: user.id, ver: 1 });
    const { iat = 0, exp = 0 } = jwt.decode(user.token, { json: true }) ?? {};
    expect(exp - iat).toBe(28_800);
  });

  it.each<[string, () => string]>([
    ['signed with another secret', () => forge({ secret: 'x'.repeat(48) })],
    ['signed with an empty secret', () => forge({ secret: '' })],
    ['for another audience', () => forge({ payload: { aud: 'grafana' } })],
    ['without an audience', () => forge({ payload: { aud: undefined } })],
    ['of another issuer', () => forge({ payload: { iss: 'somebody' } })],
    ['that has expired', () => forge({ payload: { exp: Math.floor(Date.now() / 1000) - 1 } })],
    ['that never expires', () => forge({ payload: { exp: undefined } })],
    ['without a version', () => forge({ payload: { ver: undefined } })],
    ['of a later version', () => forge({ payload: { ver: 2 } })],
    ['whose version is text', () => forge({ payload: { ver: '1' } })],
    ['without a subject', () => forge({ payload: { sub: undefined } })],
    ['whose subject is no UUID', () => forge({ payload: { sub: "' or 1=1 --" } })],
    ['of a user who does not exist', () => forge({ payload: { sub: '00000000-0000-4000-8000-000000000000' } })],
    ['with the algorithm none', () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(jwt.decode(user.token))}.`],
    ['with the algorithm none and our mac', () => forge({ header: { alg: 'none' } })],
    [
      'that names another algorithm of the family',
      () =>
        jwt.sign({ ver: 1 }, t.deps.config.jwt.secret, {
          algorithm: 'HS512',
          subject: user.id,
          issuer: 'uvp',
          audience: 'uvp-api',
          expiresIn: 60,
        }),
    ],
    [
      'that brings its own key',
      () => forge({ header: { jwk: { kty: 'oct', k: base64('x') }, kid: '../../dev/null' }, secret: 'x' }),
    ],
    ['that was changed', () => `${user.token.slice(0, -2)}${user.token.endsWith('AA') ? 'BB' : 'AA'}`],
    ['without its mac', () => user.token.split('.').slice(0, 2).join('.')],
    ['that is no token', () => 'nonsense'],
  ])('is refused %s', async (_what, token) => {
    const { status, body, headers } = await me(token());
    expect(status).toBe(401);
    expect(body.code).toBe('invalid_token');
    expect(headers['www-authenticate']).toBe('Bearer realm="uvp", error="invalid_token"');
  });

  it('ends at once when the account is switched off, deleted, or its sessions are ended', async () => {
    const { User } = t.deps.models;
    const [inactive, ended, deleted] = [await t.signUp(), await t.signUp(), await t.signUp()];
    await User.update({ isActive: false }, { where: { id: inactive.id } });
    await User.update({ tokenVersion: 2 }, { where: { id: ended.id } });
    await User.destroy({ where: { id: deleted.id } });
    for (const { token } of [inactive, ended, deleted]) expect((await me(token)).status).toBe(401);
    const again = await t.request.post('/api/v1/auth/signin').send({ email: ended.email, password: ended.password });
    expect((await me(again.body.token)).status).toBe(200);
  });

  it.each(['', 'Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'bearer  x', 'Token abc'])(
    'is asked for when %j is sent',
    async (value) => {
      expect((await t.request.get('/api/v1/auth/me').set('Authorization', value)).status).toBe(401);
    },
  );
});
