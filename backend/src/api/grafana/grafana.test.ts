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

  it('GET /api/v1/grafana wants a session', async () => {
    expect((await app.request.get('/api/v1/grafana')).status).toBe(401);
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

  it('GET /api/v1/grafana says that it is down', async () => {
    const { body } = await app.request.get('/api/v1/grafana').set(user.auth);
    expect(body).toEqual({ available: false, detail: expect.stringContaining('does not answer') });
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
