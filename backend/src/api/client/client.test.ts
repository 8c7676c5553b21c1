import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricConfig } from '../../models/index.ts';
import { buildApiKey, buildMetricConfig } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let app: TestApp;
let user: TestUser;
let config: MetricConfig;

beforeAll(async () => {
  app = await createTestApp();
  user = await app.signUp();
  config = await buildMetricConfig(app.deps.models, { userId: user.id, autoTrack: true });
});
afterAll(() => app.close());

const script = (query: Record<string, unknown> = {}) => app.request.get('/api/v1/client/script.js').query(query);
const own = () => ({ config: config.id, key: user.apiKey.apiKey });

describe('GET /api/v1/client', () => {
  it('says where the library is and how to use it', async () => {
    const { status, body, headers } = await app.request.get('/api/v1/client').set('Host', 'evil.test');
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'uvp',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      scriptUrl: 'https://metrics.example.test/api/v1/client/script.js',
      endpoint: 'https://metrics.example.test/api/v1/metrics',
      usage: expect.stringContaining('uvp.init('),
    });
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});

describe('GET /api/v1/client/script.js', () => {
  it('gives the generic library to pages of any origin', async () => {
    const { status, text, headers } = await script().set('Host', 'evil.test');
    expect(status).toBe(200);
    new Script(text);
    expect(text).toContain('"https://metrics.example.test"');
    expect(text).not.toContain('evil.test');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
  });

  it('gives the script of one configuration, the same as generate-code', async () => {
    for (const transport of ['headers', 'simple']) {
      const { status, text } = await script({ ...own(), transport });
      expect(status).toBe(200);
      const generated = await app.request
        .post(`/api/v1/metric-configs/${config.id}/generate-code`)
        .set(user.auth)
        .send({ transport });
      expect(text).toBe(generated.body.code);
    }
  });

  it('answers 304 to who has it already, and new code after a change', async () => {
    const { id } = await buildMetricConfig(app.deps.models, { userId: user.id });
    const query = { ...own(), config: id };
    const { etag = '' } = (await script(query)).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const again = await script(query).set('If-None-Match', etag);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect(again.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=300' });
    await app.deps.models.MetricConfig.update({ tokenVersion: 2 }, { where: { id } });
    expect((await script(query).set('If-None-Match', etag)).status).toBe(200);
  });

  it('does not know what is not there, not active, or does not belong together', async () => {
    const { models } = app.deps;
    const stranger = await app.signUp();
    const deleted = await buildMetricConfig(models, { userId: user.id, deletedAt: new Date() });
    const paused = await buildMetricConfig(models, { userId: user.id, isActive: false });
    const { apiKey: off } = await buildApiKey(models, { userId: user.id, isActive: false });
    const { apiKey: expired } = await buildApiKey(models, { userId: user.id, expiresAt: new Date(0) });
    const gone = await app.signUp();
    const orphan = await buildMetricConfig(models, { userId: gone.id });
    await models.User.update({ isActive: false }, { where: { id: gone.id } });
    for (const query of [
      { ...own(), key: stranger.apiKey.apiKey },
      { ...own(), config: '00000000-0000-4000-8000-000000000000' },
      { ...own(), config: 'nonsense' },
      { ...own(), key: 'mk_nonsense' },
      { ...own(), config: deleted.id },
      { ...own(), config: paused.id },
      { ...own(), key: off.apiKey },
      { ...own(), key: expired.apiKey },
      { config: orphan.id, key: gone.apiKey.apiKey },
    ]) {
      const { status, headers } = await script(query);
      expect(status, JSON.stringify(query)).toBe(404);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it.each([
    { config: 'x' },
    { key: 'mk_x' },
    { transport: 'pigeon' },
    { config: ['a', 'b'], key: 'k' },
    { other: '1' },
  ])('refuses %j', async (query) => {
    expect((await script(query)).status).toBe(400);
  });
});
