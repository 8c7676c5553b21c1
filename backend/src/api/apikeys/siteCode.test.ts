import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSiteToken } from '../../credentials/siteToken.ts';
import type { ApiKey, MetricConfig } from '../../models/index.ts';
import { buildApiKey, buildMetricConfig } from '../../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';
import { maxPinnedScripts } from '../keepPinnedScript.ts';

let app: TestApp;
let user: TestUser;
let keyId: string;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  user = await app.signUp();
  keyId = user.apiKey.id;
});

const path = (id = keyId) => `/api/v1/apikeys/${id}/generate-code`;
const generate = (body: object = {}, id = keyId, as = user) => app.request.post(path(id)).set(as.auth).send(body);
const metric = (given: Partial<MetricConfig>) =>
  buildMetricConfig(app.deps.models, { userId: user.id, inPages: true, autoTrack: true, ...given });
/** What the site token in a piece of generated code stands for. */
const claimsIn = (code: string) => {
  const token = /"apiSecret":"(mt_[^"]+)"/.exec(code)?.[1] ?? '';
  return readSiteToken(token, user.apiKey.apiKey, app.deps.config.browserTokenKeys);
};

describe('POST /api/v1/apikeys/:id/generate-code', () => {
  it('gives the code of all metrics that pages count, with a token that stands for the key', async () => {
    await metric({ metricName: 'page_views', createdAt: new Date('2020-01-02') });
    await metric({ metricName: 'signups', autoTrack: false, trackingEvents: ['signup'] });
    await metric({ metricName: 'clicks', trackingEvents: ['click'], createdAt: new Date('2020-01-01') });
    const { status, body, headers } = await generate();
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(body).sort()).toEqual([
      'code',
      'earlyTag',
      'eventAttributes',
      'gzipBytes',
      'metrics',
      'module',
      'pinnedTag',
      'scriptTag',
      'sizeBytes',
      'snippet',
    ]);
    expect(body.metrics).toEqual(['clicks', 'page_views', 'signups']);
    expect(body.pinnedTag).toBeNull();
    expect(claimsIn(body.code)).toEqual({ apiKey: user.apiKey.apiKey, tokenVersion: 1 });
    expect(body.scriptTag).toContain(`/api/v1/client/script.js?key=${user.apiKey.apiKey}"`);
    expect(body.code).toContain('metrics that count in pages and do nothing else');
    for (const name of ['clicks_total', 'page_views_total', 'signups_total']) expect(body.code).toContain(name);
    expect(body.snippet).toContain('function countSignup() { uvp.track("signup"); }');
    expect((await generate()).body).toEqual(body);
  });

  it('leaves out metrics that are off, deleted, not for pages, or of somebody else', async () => {
    const stranger = await app.signUp();
    await metric({ isActive: false });
    await metric({ deletedAt: new Date() });
    await metric({ inPages: false });
    await metric({ userId: stranger.id });
    await metric({ metricName: 'page_views' });
    expect((await generate()).body.metrics).toEqual(['page_views']);
  });

  it('gives a script that counts nothing when there is no such metric', async () => {
    for (const body of [{}, { readable: true }]) {
      const answer = await generate(body);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ metrics: [], snippet: '', eventAttributes: '' });
      expect(answer.body.code).not.toContain('mt_');
      expect(answer.body.scriptTag).toContain(`?key=${user.apiKey.apiKey}"`);
    }
  });

  it('holds neither the secret of the key nor its hash', async () => {
    await metric({});
    const { apiKey, apiSecret } = await buildApiKey(app.deps.models, { userId: user.id });
    const text = JSON.stringify((await generate({}, apiKey.id)).body);
    expect(text).toContain(apiKey.apiKey);
    for (const secret of [apiSecret, apiKey.apiSecret, user.apiKey.apiSecret ?? '?', 'ms_live_']) {
      expect(text).not.toContain(secret);
    }
  });

  it('takes its URLs from PUBLIC_URL, whatever the request says', async () => {
    await metric({});
    const { text } = await generate().set({ Host: 'evil.test', Origin: 'https://evil.test' });
    expect(text).toContain('https://metrics.example.test/api/v1/metrics');
    expect(text).not.toContain('evil.test');
  });

  it('makes every request simple, or sends as servers do, and gives code to read, on demand', async () => {
    await metric({});
    const usual = (await generate()).body;
    expect(usual.code).not.toContain('X-API-Secret');
    expect(usual.scriptTag).not.toContain('transport=');
    expect((await generate({ transport: 'simple' })).body).toEqual(usual);
    const { code, scriptTag } = (await generate({ transport: 'headers' })).body;
    expect(code).toContain('X-API-Secret');
    expect(scriptTag).toContain('&transport=headers');
    const readable = (await generate({ readable: true })).body;
    expect(readable.code.length).toBeGreaterThan(2 * readable.sizeBytes);
  });

  it('carries the version of the token that has not been revoked', async () => {
    await metric({});
    await app.request.post(`/api/v1/apikeys/${keyId}/revoke-site-token`).set(user.auth).send({});
    expect(claimsIn((await generate()).body.code)).toMatchObject({ tokenVersion: 2 });
  });

  it('needs no body', async () => {
    expect((await app.request.post(path()).set(user.auth)).status).toBe(200);
  });

  describe('pinned', () => {
    /** A key with so many pinned scripts of its first site token. */
    async function pinnedKey(count: number, fields: Partial<ApiKey> = {}): Promise<string> {
      const { apiKey } = await buildApiKey(app.deps.models, { userId: user.id, ...fields });
      const rows = Array.from({ length: count }, (_, n) => ({
        version: apiKey.id.padEnd(40, '_') + String(n).padStart(3, '0'),
        apiKeyId: apiKey.id,
        tokenVersion: 1,
        code: '',
      }));
      await app.deps.models.PinnedScript.bulkCreate(rows);
      return apiKey.id;
    }
    const countOf = (apiKeyId: string) => app.deps.models.PinnedScript.count({ where: { apiKeyId } });

    it('keeps the script for ever, once, until its key goes', async () => {
      const { id } = await metric({});
      const { pinnedTag } = (await generate({ pinned: true })).body;
      expect((await generate({ pinned: true })).body.pinnedTag).toBe(pinnedTag);
      expect(await countOf(keyId)).toBe(1);
      const version = /version=([\w-]{43})"/.exec(pinnedTag)?.[1] ?? '';
      const read = () => app.request.get('/api/v1/client/script.js').query({ version });
      const before = await read();
      expect(claimsIn(before.text)).toMatchObject({ tokenVersion: 1 });
      await app.deps.models.MetricConfig.destroy({ where: { id } });
      expect((await read()).text).toBe(before.text);
      await app.request.delete(`/api/v1/apikeys/${keyId}`).set(user.auth);
      await expect.poll(async () => (await read()).status).toBe(404);
    });

    it('keeps up to 100 scripts of a key', async () => {
      await metric({});
      const answer = await generate({ pinned: true }, await pinnedKey(maxPinnedScripts));
      expect([answer.status, answer.body.code]).toEqual([409, 'too_many_pinned_scripts']);
    });

    it('keeps one hundredth when several requests want to make it', async () => {
      await metric({});
      const id = await pinnedKey(maxPinnedScripts - 1);
      const wanted = ['headers', 'simple', 'headers', 'simple'].map((transport) =>
        generate({ pinned: true, transport }, id),
      );
      const statuses = (await Promise.all(wanted)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 200, 409, 409]);
      expect(await countOf(id)).toBe(maxPinnedScripts);
    });

    it('lets those go whose token has been revoked, when there is no room', async () => {
      await metric({});
      const overlapping = await pinnedKey(maxPinnedScripts, {
        siteTokenVersion: 2,
        previousSiteTokenExpiresAt: new Date(Date.now() + 60_000),
      });
      expect((await generate({ pinned: true }, overlapping)).status).toBe(409);
      const revoked = await pinnedKey(maxPinnedScripts, { siteTokenVersion: 2 });
      expect((await generate({ pinned: true }, revoked)).status).toBe(200);
      expect(await countOf(revoked)).toBe(1);
    });

    it('keeps no script that would never count anything', async () => {
      const answer = await generate({ pinned: true });
      expect([answer.status, answer.body.code]).toEqual([409, 'no_metrics_in_pages']);
      expect(await countOf(keyId)).toBe(0);
    });
  });

  it('refuses a key that is switched off or has expired', async () => {
    const { models } = app.deps;
    const { apiKey: off } = await buildApiKey(models, { userId: user.id, isActive: false });
    const { apiKey: old } = await buildApiKey(models, { userId: user.id, expiresAt: new Date(Date.now() - 1_000) });
    for (const { id } of [off, old]) {
      const answer = await generate({}, id);
      expect([answer.status, answer.body.code]).toEqual([409, 'api_key_unusable']);
    }
  });

  it.each([
    [{ apiKeyId: '00000000-0000-4000-8000-000000000000' }, 'body.apiKeyId'],
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

  it('is for those who are signed in, with a session and not with a key', async () => {
    const { apiKey, apiSecret = '' } = user.apiKey;
    const anonymous = await app.request.post(path()).send({});
    const withKey = await app.request.post(path()).set({ 'X-API-Key': apiKey, 'X-API-Secret': apiSecret });
    expect([anonymous.status, withKey.status]).toEqual([401, 401]);
  });

  it("does not know someone else's key, nor missing ones", async () => {
    const stranger = await app.signUp();
    for (const answer of [
      await generate({}, keyId, stranger),
      await generate({}, '00000000-0000-4000-8000-000000000000'),
      await generate({}, 'nonsense'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });
});
