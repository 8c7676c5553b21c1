import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBrowserToken } from '../../credentials/browserToken.ts';
import type { MetricConfig } from '../../models/index.ts';
import { buildApiKey, buildMetricConfig } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';
import { maxPinnedScripts } from '../keepPinnedScript.ts';

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
    expect(Object.keys(body)).toEqual([
      'code',
      'scriptTag',
      'earlyTag',
      'pinnedTag',
      'snippet',
      'eventAttributes',
      'module',
      'sizeBytes',
      'gzipBytes',
    ]);
    expect(body.gzipBytes).toBeLessThan(body.sizeBytes);
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

  it('gives code to read on demand, which counts the same', async () => {
    const [readable, minified] = [await generate({ readable: true }), await generate({})];
    expect(readable.body.code).toContain('let credentials = {');
    expect({ ...readable.body, code: '', module: '' }).toEqual({ ...minified.body, code: '', module: '' });
  });

  it('follows the options of the configuration', async () => {
    const scriptOptions = { persist: true, respectGpc: true };
    const { id } = await buildMetricConfig(app.deps.models, { userId: user.id, autoTrack: true, scriptOptions });
    const { code } = (await generate({}, id)).body;
    expect(code).toContain('localStorage');
    expect(code).toContain('globalPrivacyControl');
  });

  it('shows how to tell of custom events', async () => {
    const { id } = await buildMetricConfig(app.deps.models, { userId: user.id, trackingEvents: ['signup'] });
    const { snippet, eventAttributes } = (await generate({}, id)).body;
    expect(snippet).toContain('function countSignup() { uvp.track("signup"); }');
    expect(eventAttributes).toBe('data-uvp-event="signup"');
  });

  describe('pinned', () => {
    /** A configuration with so many pinned scripts of its first token. */
    async function pinnedConfig(count: number, fields: Partial<MetricConfig> = {}): Promise<string> {
      const { id } = await buildMetricConfig(app.deps.models, { userId: user.id, ...fields });
      const rows = Array.from({ length: count }, (_, n) => ({
        version: id.padEnd(40, '_') + String(n).padStart(3, '0'),
        metricConfigId: id,
        tokenVersion: 1,
        code: '',
      }));
      await app.deps.models.PinnedScript.bulkCreate(rows);
      return id;
    }

    it('keeps up to 100 scripts of a configuration', async () => {
      const answer = await generate({ pinned: true }, await pinnedConfig(maxPinnedScripts));
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('too_many_pinned_scripts');
    });

    it('keeps one hundredth when several requests want to make it', async () => {
      const id = await pinnedConfig(maxPinnedScripts - 1);
      const wanted = ['headers', 'simple', 'headers', 'simple'].map((transport) =>
        generate({ pinned: true, transport }, id),
      );
      const statuses = (await Promise.all(wanted)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 200, 409, 409]);
      expect(await app.deps.models.PinnedScript.count({ where: { metricConfigId: id } })).toBe(maxPinnedScripts);
    });

    it('lets those go whose token has been revoked, when there is no room', async () => {
      const overlapping = await pinnedConfig(maxPinnedScripts, {
        tokenVersion: 2,
        previousTokenExpiresAt: new Date(Date.now() + 60_000),
      });
      expect((await generate({ pinned: true }, overlapping)).status).toBe(409);
      const revoked = await pinnedConfig(maxPinnedScripts, { tokenVersion: 2, previousTokenExpiresAt: null });
      expect((await generate({ pinned: true }, revoked)).status).toBe(200);
      expect(await app.deps.models.PinnedScript.count({ where: { metricConfigId: revoked } })).toBe(1);
    });
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
    [{ readable: 1 }, 'body.readable'],
    [{ pinned: 'yes' }, 'body.pinned'],
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
