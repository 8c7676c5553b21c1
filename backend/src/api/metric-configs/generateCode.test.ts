import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBrowserToken } from '../../ingestion/credentials/browserToken.ts';
import { buildApiKey, buildMetricConfig } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let app: TestApp;
let user: TestUser;
let configId: string;

beforeAll(async () => {
  app = await createTestApp();
  user = await app.signUp();
  configId = (await buildMetricConfig(app.deps.models, { userId: user.id, autoTrack: true })).id;
});
afterAll(() => app.close());

const path = (id: string) => `/api/v1/metric-configs/${id}/generate-code`;
const generate = (body: object, id = configId, auth = user.auth) => app.request.post(path(id)).set(auth).send(body);
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('POST /api/v1/metric-configs/:id/generate-code', () => {
  it('gives code with a browser token that stands for this configuration and key', async () => {
    const { status, body } = await generate({});
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['code', 'scriptTag', 'sizeBytes', 'snippet']);
    expect(body.sizeBytes).toBe(Buffer.byteLength(body.code));
    const token = /"apiSecret":"(mb_[^"]+)"/.exec(body.code)?.[1] ?? '';
    expect(readBrowserToken(token, user.apiKey.apiKey, app.deps.config.browserTokenKeys)).toEqual({
      apiKey: user.apiKey.apiKey,
      metricConfigId: configId,
      tokenVersion: 1,
    });
    expect(body.scriptTag).toContain(`/api/v1/client/script.js?config=${configId}&key=${user.apiKey.apiKey}"`);
    expect((await generate({})).body).toEqual(body);
  });

  it('holds neither the secret of the key nor its hash', async () => {
    const { apiKey, apiSecret } = await buildApiKey(app.deps.models, { userId: user.id });
    const { body } = await generate({ apiKeyId: apiKey.id });
    const text = JSON.stringify(body);
    expect(text).toContain(apiKey.apiKey);
    for (const secret of [apiSecret, apiKey.apiSecret, user.apiKey.apiSecret ?? '?', 'ms_live_']) {
      expect(text).not.toContain(secret);
    }
  });

  it('takes its URLs from PUBLIC_URL, whatever the request says', async () => {
    const { text } = await generate({}).set({
      Host: 'evil.test',
      'X-Forwarded-Host': 'evil.test',
      Origin: 'https://evil.test',
    });
    expect(text).toContain('https://metrics.example.test/api/v1/metrics');
    expect(text).not.toContain('evil.test');
  });

  it('makes every request simple on demand', async () => {
    const { body } = await generate({ transport: 'simple' });
    expect(body.code).not.toContain('X-API-Secret');
    expect(body.scriptTag).toContain('&transport=simple');
    expect((await generate({ transport: 'headers' })).body.code).toContain('X-API-Secret');
  });

  it('needs no body', async () => {
    expect((await app.request.post(path(configId)).set(user.auth)).status).toBe(200);
  });

  it('takes the oldest key that works', async () => {
    const other = await app.signUp();
    const { id } = await buildMetricConfig(app.deps.models, { userId: other.id });
    const { models } = app.deps;
    await buildApiKey(models, { userId: other.id, createdAt: new Date('2020-01-01'), isActive: false });
    await buildApiKey(models, { userId: other.id, createdAt: new Date('2020-01-02'), expiresAt: new Date(0) });
    const { apiKey } = await buildApiKey(models, { userId: other.id, createdAt: new Date('2020-01-03') });
    const { status, body } = await generate({}, id, other.auth);
    expect(status).toBe(200);
    expect(body.code).toContain(`"apiKey":"${apiKey.apiKey}"`);
  });

  it('says what to do when no key works', async () => {
    const other = await app.signUp();
    const { id } = await buildMetricConfig(app.deps.models, { userId: other.id });
    await app.deps.models.ApiKey.update({ isActive: false }, { where: { userId: other.id } });
    const { status, body } = await generate({}, id, other.auth);
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'no_usable_api_key', detail: expect.stringContaining('/api/v1/apikeys') });
  });

  it('refuses a chosen key that is switched off or has expired', async () => {
    const { models } = app.deps;
    const { apiKey: off } = await buildApiKey(models, { userId: user.id, isActive: false });
    const { apiKey: old } = await buildApiKey(models, { userId: user.id, expiresAt: new Date(Date.now() - 1_000) });
    for (const { id } of [off, old]) {
      const { status, body } = await generate({ apiKeyId: id });
      expect(status).toBe(409);
      expect(body.code).toBe('api_key_unusable');
    }
  });

  it.each([
    [{ apiKeyId: 'mk_1' }, 'body.apiKeyId'],
    [{ apiKeyId: 7 }, 'body.apiKeyId'],
    [{ transport: 'pigeon' }, 'body.transport'],
    [{ transport: ['simple'] }, 'body.transport'],
    [{ publicUrl: 'https://evil.test' }, 'body.publicUrl'],
  ])('refuses %j', async (body, where) => {
    const answer = await generate(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: where }]);
  });

  it('wants a session', async () => {
    expect((await app.request.post(path(configId)).send({})).status).toBe(401);
  });

  it("does not know someone else's configuration or key, nor missing and deleted ones", async () => {
    const stranger = await app.signUp();
    const { models } = app.deps;
    const deleted = await buildMetricConfig(models, { userId: user.id, deletedAt: new Date() });
    for (const answer of [
      await generate({}, configId, stranger.auth),
      await generate({}, unknownId),
      await generate({}, 'nonsense'),
      await generate({}, deleted.id),
      await generate({ apiKeyId: stranger.apiKey.id }),
      await generate({ apiKeyId: unknownId }),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });
});
