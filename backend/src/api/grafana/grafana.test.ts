import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

const datasourceToken = 'a-token-of-the-data-source-of-32-characters';

describe('without Grafana', () => {
  let app: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    app = await createTestApp();
    user = await app.signUp();
  });
  afterAll(() => app.close());

  it('GET /api/v1/grafana says how to get one', async () => {
    const { status, body } = await app.request.get('/api/v1/grafana').set(user.auth);
    expect(status).toBe(200);
    expect(body).toEqual({ available: false, detail: expect.stringContaining('GRAFANA_HOME') });
  });

  it('POST /api/v1/grafana/ticket is a 503 that says the same', async () => {
    const { status, body } = await app.request.post('/api/v1/grafana/ticket').set(user.auth).send({});
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'grafana_absent', detail: expect.stringContaining('docs/grafana.md') });
  });

  it.each([
    ['get', '/api/v1/grafana'],
    ['post', '/api/v1/grafana/ticket'],
  ] as const)('%s %s wants a session', async (method, path) => {
    expect((await app.request[method](path)).status).toBe(401);
  });
});

describe('with a Grafana that does not run', () => {
  let app: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    const env = { GRAFANA_URL: 'http://127.0.0.1:1', GRAFANA_DATASOURCE_TOKEN: datasourceToken };
    app = await createTestApp({ env });
    user = await app.signUp();
  });
  afterAll(() => app.close());

  const ticket = (body: object) => app.request.post('/api/v1/grafana/ticket').set(user.auth).send(body);

  it('GET /api/v1/grafana says that it is down', async () => {
    const { body } = await app.request.get('/api/v1/grafana').set(user.auth);
    expect(body).toEqual({ available: false, detail: expect.stringContaining('does not answer') });
  });

  it('POST /api/v1/grafana/ticket gives an address of ours, whatever the Host header says', async () => {
    const { status, body } = await ticket({}).set('Host', 'evil.test');
    expect(status).toBe(201);
    expect(body.url).toMatch(/^https:\/\/metrics\.example\.test\/grafana\/_open\?ticket=[\w.-]+$/);
  });

  it.each([
    '/d/uvp-counter',
    '/d/uvp-counter/counter?var-metric=visits_total&from=now-1h',
    '/d/uvp-web-vitals?var-metric=a%20b',
    '/',
  ])('takes the path %s', async (path) => {
    expect((await ticket({ path })).status).toBe(201);
  });

  it.each([
    '//evil.test/d/x',
    'https://evil.test/d/x',
    '/\\evil.test',
    '/../api/v1/auth/me',
    '/d/../../x',
    '/d/x\r\nSet-Cookie: a=b',
    '/api/admin/settings',
    'd/x',
    `/d/x?${'a'.repeat(1_600)}`,
    7,
    ['/d/x'],
  ])('refuses the path %j', async (path) => {
    const { status, body } = await ticket({ path });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: 'body.path' }]);
  });

  it('refuses fields that it does not know', async () => {
    expect((await ticket({ user: 'someone' })).status).toBe(400);
  });
});

describe('without the token of the data source', () => {
  it('GET /api/v1/grafana names what is missing', async () => {
    const app = await createTestApp({ env: { GRAFANA_URL: 'http://127.0.0.1:1' } });
    const user = await app.signUp();
    const { body } = await app.request.get('/api/v1/grafana').set(user.auth);
    expect(body).toEqual({ available: false, detail: expect.stringContaining('GRAFANA_DATASOURCE_TOKEN') });
    await app.close();
  });
});
