import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootDir } from '../../../scripts/stack/rootDir.ts';
import { createOpenApiDocument } from '../api/openapi/document.ts';
import { securityEventOf, securityEvents } from '../telemetry/securityEvents.ts';
import { createTestApp, type TestApp, type TestUser } from '../testing/testApp.ts';
import { startTestPlatform } from '../testing/testPlatform.ts';
import { loggedNetwork } from './clientAddress.ts';

interface Line {
  readonly message: string;
  readonly event: string;
  readonly result: string;
  readonly [fact: string]: unknown;
}

let t: TestApp;
let user: TestUser;

beforeAll(async () => {
  t = await createTestApp({ env: { TRUST_PROXY_HOPS: '1' } });
  user = await t.signUp();
});
afterAll(() => t.close());

const address = '2001:db8:1:2::7';
const network = '2001:db8:1::/48';
const securityLines = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line) as Line).filter(({ message }) => message === 'security');

/** Sends a request from `address`, and gives back what the log says of it. */
async function logged(send: ReturnType<TestApp['request']['get']>, event: string): Promise<Line> {
  const { headers } = await send.set('X-Forwarded-For', address);
  const find = () =>
    securityLines(t.log.lines).find((line) => line.event === event && line.requestId === headers['x-request-id']);
  await expect.poll(find).toBeDefined();
  return find() as Line;
}

describe('the security log', () => {
  it('tells who signed in, from which network, and never the e-mail address', async () => {
    const { email, password } = user;
    const line = await logged(t.request.post('/api/v1/auth/signin').send({ email, password }), 'sign_in');
    expect(line).toMatchObject({ result: 'ok', status: 200, userId: user.id, network, level: 'info' });
    const signUp = t.request.post('/api/v1/auth/signup').send({
      email: 'new.person@personal.test',
      password,
      firstName: 'Grace',
      lastName: 'Hopper',
    });
    expect((await logged(signUp, 'sign_up')).userId).toMatch(/^[\da-f-]{36}$/);
    const text = t.log.text();
    for (const secret of [email, 'personal.test', 'Hopper', password, address, '2001:db8:1:2']) {
      expect(text).not.toContain(secret);
    }
  });

  it('tells what happened to a key: which one, the fields that were given, and not what they held', async () => {
    const created = t.request.post('/api/v1/apikeys').set(user.auth).send({ keyName: 'Payroll' });
    const { recordId } = await logged(created, 'api_key_created');
    const path = `/api/v1/apikeys/${recordId}`;
    const expected = { result: 'ok', userId: user.id, recordId, network };
    const changed = t.request.patch(path).set(user.auth).send({ isActive: false, keyName: 'Wages' });
    expect(await logged(changed, 'api_key_changed')).toMatchObject({ ...expected, fields: ['isActive', 'keyName'] });
    const rotated = t.request.post(`${path}/rotate`).set(user.auth).send({});
    expect(await logged(rotated, 'api_key_rotated')).toMatchObject(expected);
    const issued = t.request.post(`${path}/generate-code`).set(user.auth).send({});
    expect(await logged(issued, 'site_token_issued')).toMatchObject({ ...expected, result: 'refused', status: 409 });
    const revoked = t.request.post(`${path}/revoke-site-token`).set(user.auth).send({});
    expect(await logged(revoked, 'site_tokens_revoked')).toMatchObject(expected);
    expect(await logged(t.request.delete(path).set(user.auth), 'api_key_deleted')).toMatchObject(expected);
    const gone = await logged(t.request.delete(path).set(user.auth), 'api_key_deleted');
    expect(gone).toMatchObject({ ...expected, result: 'refused', status: 404 });
    expect(t.log.text()).not.toMatch(/Payroll|Wages|ms_live_\w{6}/);
  });

  it('tells what happened to a configuration and its token', async () => {
    const metric = { name: 'Orders', metricName: 'orders', metricType: 'counter' };
    const created = t.request.post('/api/v1/metric-configs').set(user.auth).send(metric);
    const { recordId } = await logged(created, 'metric_config_created');
    const path = `/api/v1/metric-configs/${recordId}`;
    const expected = { result: 'ok', userId: user.id, recordId };
    const changed = t.request.put(path).set(user.auth).send({ name: 'Sales' });
    expect(await logged(changed, 'metric_config_changed')).toMatchObject({ ...expected, fields: ['name'] });
    const issued = t.request.post(`${path}/generate-code`).set(user.auth).send({});
    expect(await logged(issued, 'browser_token_issued')).toMatchObject(expected);
    const revoked = t.request.post(`${path}/revoke-token`).set(user.auth).send({});
    expect(await logged(revoked, 'browser_tokens_revoked')).toMatchObject(expected);
    expect(await logged(t.request.delete(path).set(user.auth), 'metric_config_deleted')).toMatchObject(expected);
  });

  it('tells of changes of the account, and of sessions that end', async () => {
    const { auth, password, id, email } = await t.signUp();
    const renamed = t.request.patch('/api/v1/auth/me').set(auth).send({ firstName: 'Joan' });
    expect(await logged(renamed, 'account_changed')).toMatchObject({ userId: id, fields: ['firstName'] });
    const newPassword = 'eight quiet lanterns';
    const change = t.request.put('/api/v1/auth/password').set(auth).send({ currentPassword: password, newPassword });
    expect(await logged(change, 'password_changed')).toMatchObject({ userId: id, result: 'ok' });
    const signIn = async () => {
      const { body } = await t.request.post('/api/v1/auth/signin').send({ email, password: newPassword });
      return { Authorization: `Bearer ${body.token}` };
    };
    const signOut = t.request.post('/api/v1/auth/signout').set(await signIn());
    expect(await logged(signOut, 'sign_out')).toMatchObject({ userId: id });
    const everywhere = t.request.post('/api/v1/auth/signout-everywhere').set(await signIn());
    expect(await logged(everywhere, 'sessions_ended')).toMatchObject({ userId: id });
    const deleted = t.request
      .delete('/api/v1/auth/me')
      .set(await signIn())
      .send({ password: newPassword });
    expect(await logged(deleted, 'account_deleted')).toMatchObject({ userId: id, result: 'ok' });
  });

  it('adds up refused credentials of a network in one line, and writes none for requests that say nothing', async () => {
    t.services.securityLog.flush();
    const before = securityLines(t.log.lines).length;
    for (let n = 0; n < 5; n += 1) {
      const answer = await t.request
        .post('/api/v1/auth/signin')
        .set('X-Forwarded-For', `198.51.100.${n}`)
        .send({ email: 'nobody@personal.test', password: 'seven-quiet-lanterns' });
      expect(answer.status).toBe(401);
    }
    await t.request.get('/api/v1/apikeys').set('X-Forwarded-For', '198.51.100.9').expect(401);
    await t.request.post('/api/v1/auth/signin').set('X-Forwarded-For', '198.51.100.9').send({}).expect(400);
    await t.request.post('/api/v1/auth/signout').set('Authorization', 'Bearer x').expect(204);
    t.services.securityLog.flush();
    const facts = { event: 'credentials_refused', result: 'refused', network: '198.51.100.0/24', level: 'warn' };
    expect(securityLines(t.log.lines).slice(before)).toMatchObject([
      { ...facts, code: 'invalid_credentials', count: 5 },
      { ...facts, code: 'unauthenticated', count: 1 },
    ]);
  });

  it('counts a limit as refused credentials only after too many wrong ones', async () => {
    const limited = await createTestApp({
      env: { RATE_LIMIT_API_PER_MINUTE: '2', RATE_LIMIT_SIGNIN_PER_ADDRESS: '1' },
    });
    const { email, password, auth } = await limited.signUp();
    const signIn = () => limited.request.post('/api/v1/auth/signin').send({ email, password: `${password} wrong` });
    expect([(await signIn()).status, (await signIn()).status]).toEqual([401, 429]);
    const create = () => limited.request.post('/api/v1/apikeys').set(auth).send({ keyName: 'Wages' });
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([201, 201, 429]);
    limited.services.securityLog.flush();
    const seen = securityLines(limited.log.lines).map(({ event, result, code }) => [event, result, code]);
    expect(seen).toContainEqual(['credentials_refused', 'refused', 'invalid_credentials']);
    expect(seen).toContainEqual(['credentials_refused', 'refused', 'rate_limited']);
    expect(seen.filter(([event]) => event === 'credentials_refused')).toHaveLength(2);
    expect(seen).toContainEqual(['api_key_created', 'refused', undefined]);
    expect(await limited.metrics.registry.metrics()).toContain(
      'uvp_security_events_total{event="credentials_refused",result="refused"} 2',
    );
    await limited.close();
  });

  it('counts every event in our own metrics', async () => {
    const text = await t.metrics.registry.metrics();
    expect(text).toMatch(/uvp_security_events_total\{event="api_key_rotated",result="ok"\} [1-9]/);
    expect(text).toMatch(/uvp_security_events_total\{event="api_key_deleted",result="refused"\} [1-9]/);
    expect(text).toMatch(/uvp_security_events_total\{event="credentials_refused",result="refused"\} [1-9]/);
    expect(text).toContain('uvp_security_events_total{event="session_ended",result="ok"} 0');
  });

  it('adds up what senders of samples are refused, and writes it at the latest when the process ends', async () => {
    const server = await startTestPlatform();
    const tenant = await server.signUp();
    for (let n = 0; n < 7; n += 1) {
      const { status } = await server.push({ ...tenant, apiSecret: 'ms_live_wrong' }, [{ name: 'x' }]);
      expect(status).toBe(401);
    }
    await server.stop();
    const refused = securityLines(server.log.lines).filter(({ event }) => event === 'credentials_refused');
    expect(refused).toMatchObject([{ count: 7, network: '127.0.0.0/24' }]);
  });
});

describe('the events', () => {
  /** Answers of samples and queries, which are too many, and what changes nothing but the caller's own place in Grafana. */
  const notLogged = /\/api\/v1\/(metrics|prometheus\/.*|grafana.*)$/;

  it('are every change that the API makes', () => {
    const { paths } = createOpenApiDocument('https://x.test');
    const changes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => [method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1')] as const),
    );
    expect(changes.length).toBeGreaterThan(securityEvents.length);
    for (const [method, path] of changes) {
      if (!notLogged.test(path)) expect(securityEventOf(method, path), `${method} ${path}`).toBeDefined();
    }
  });

  it('are in docs/operations.md', () => {
    const page = readFileSync(join(rootDir, 'docs/operations.md'), 'utf8');
    for (const event of securityEvents) expect(page).toContain(`\`${event}\``);
  });
});

describe('loggedNetwork', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (given, expected) => expect(loggedNetwork(given)).toBe(expected));
});
