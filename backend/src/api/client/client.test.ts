import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MetricConfig } from '../../models/index.ts';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
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

/** The first line of a file is for the compiler; code to paste has none. */
const withoutHint = (text: string) => text.replace(/^.*\n/, '');
const script = (query: Record<string, unknown> = {}) => app.request.get(addressUnderTest.scriptPath).query(query);
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
      pageScriptUrl: `https://metrics.example.test${addressUnderTest.scriptPath}`,
      pageEndpoint: `https://metrics.example.test${addressUnderTest.collectPath}`,
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
    expect(text).toContain(`"https://metrics.example.test${addressUnderTest.collectPath}"`);
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
      expect(generated.body.code.endsWith(`*/\n${withoutHint(text)}\n`)).toBe(true);
      expect(generated.body.sizeBytes).toBe(text.length);
    }
  });

  it('answers 304 to who has it already, and new code after a change', async () => {
    const { id } = await buildMetricConfig(app.deps.models, { userId: user.id });
    const query = { ...own(), config: id };
    const { etag = '' } = (await script(query)).headers;
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    const again = await script(query).set('If-None-Match', etag);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect(again.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=300' });
    await app.deps.models.MetricConfig.update({ tokenVersion: 2 }, { where: { id } });
    await expect.poll(async () => (await script(query).set('If-None-Match', etag)).status).toBe(200);
    await app.deps.models.MetricConfig.update({ isActive: false }, { where: { id } });
    await expect.poll(async () => (await script(query)).status).toBe(404);
  });

  it('asks the database once for many visitors of a second', async () => {
    const { MetricConfig } = app.deps.models;
    const there = await buildMetricConfig(app.deps.models, { userId: user.id });
    const paused = await buildMetricConfig(app.deps.models, { userId: user.id, isActive: false });
    for (const [{ id }, status] of [
      [there, 200],
      [paused, 404],
    ] as const) {
      let reads = 0;
      MetricConfig.addHook('beforeFind', 'count', () => {
        reads += 1;
      });
      const answers = await Promise.all(Array.from({ length: 20 }, () => script({ ...own(), config: id })));
      MetricConfig.removeHook('beforeFind', 'count');
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
      expect(reads).toBe(1);
    }
  });

  it('travels compressed to who accepts that, and plain to who does not', async () => {
    const packed = await script(own()).set('Accept-Encoding', 'gzip');
    const smallest = await script(own()).set('Accept-Encoding', 'gzip, deflate, br, zstd');
    const refused = await script(own()).set('Accept-Encoding', 'br;q=0, gzip');
    const plain = await script(own()).set('Accept-Encoding', 'identity');
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(smallest.headers['content-encoding']).toBe('br');
    expect(refused.headers['content-encoding']).toBe('gzip');
    expect([smallest.text, refused.text]).toEqual([plain.text, plain.text]);
    expect(plain.headers.vary).toContain('Accept-Encoding');
    expect(packed.text).toBe(plain.text);
    expect(packed.headers.etag).toBe(plain.headers.etag);
  });

  it('gives modules to bundlers', async () => {
    expect((await script({ ...own(), format: 'module' })).text).toContain('export const track =');
    const library = (await script({ format: 'module' })).text;
    expect(library).toContain('export const { init }');
    // Bundlers take what speaks of it for CommonJS.
    expect(library).not.toContain('module');
  });

  it('gives a pinned script for ever, whatever becomes of its configuration', async () => {
    const { id } = await buildMetricConfig(app.deps.models, { userId: user.id, autoTrack: true });
    const generate = (body: object) =>
      app.request.post(`/api/v1/metric-configs/${id}/generate-code`).set(user.auth).send(body);
    expect((await generate({})).body.pinnedTag).toBeNull();
    const { pinnedTag } = (await generate({ pinned: true })).body;
    expect((await generate({ pinned: true })).body.pinnedTag).toBe(pinnedTag);
    const version = /version=([\w-]{43})"/.exec(pinnedTag)?.[1] ?? '';
    const before = await script({ version });
    expect(before.status).toBe(200);
    expect(before.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const integrity = createHash('sha384').update(before.text).digest('base64');
    expect(pinnedTag).toContain(`integrity="sha384-${integrity}"`);
    await app.deps.models.MetricConfig.update({ isActive: false, tokenVersion: 2 }, { where: { id } });
    expect((await script({ version })).text).toBe(before.text);
    await app.deps.models.MetricConfig.destroy({ where: { id } });
    await expect.poll(async () => (await script({ version })).status).toBe(404);
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
      { key: 'mk_nonsense' },
      { key: `mk_${'0'.repeat(20)}` },
      { key: off.apiKey },
      { key: expired.apiKey },
      { key: gone.apiKey.apiKey },
      { version: 'A'.repeat(43) },
    ]) {
      const { status, headers } = await script(query);
      expect(status, JSON.stringify(query)).toBe(404);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it.each([
    { config: 'x' },
    { transport: 'pigeon' },
    { host: 'https://evil.test' },
    { version: 'x'.repeat(43), host: 'page' },
    { config: ['a', 'b'], key: 'k' },
    { other: '1' },
    { format: 'umd' },
    { version: 'x' },
    { version: 'x'.repeat(43), format: 'module' },
  ])('refuses %j', async (query) => {
    expect((await script(query)).status).toBe(400);
  });
});

describe('scripts that do not exist', () => {
  let limited: TestApp;
  beforeAll(async () => {
    limited = await createTestApp({ env: { RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '5' } });
  });
  afterAll(() => limited.close());
  const ask = async (query: Record<string, unknown>) =>
    (await limited.request.get(addressUnderTest.scriptPath).query(query)).status;
  const unknownId = '00000000-0000-4000-8000-000000000000';
  const unknownKey = (n: number) => ({ config: unknownId, key: `mk_${String(n).padStart(20, '0')}` });

  it('may be asked for as often as an address may fail to authenticate; those that exist go on', async () => {
    const somebody = await limited.signUp();
    const metric = await buildMetricConfig(limited.deps.models, { userId: somebody.id, autoTrack: true });
    const existing = { config: metric.id, key: somebody.apiKey.apiKey };
    for (let n = 0; n < 5; n += 1) expect(await ask(unknownKey(n))).toBe(404);
    expect(await ask(existing)).toBe(429);
    expect(await ask(unknownKey(9))).toBe(429);
    expect(await ask({})).toBe(200);
  });

  it('are not looked up when their name can be none', async () => {
    const findKey = vi.spyOn(app.deps.models.ApiKey, 'findOne');
    for (const query of [
      { config: unknownId, key: 'mk_short' },
      { key: 'mk_short' },
      { config: unknownId, key: `mk_${'-'.repeat(20)}` },
      { config: 'no-uuid', key: user.apiKey.apiKey },
    ]) {
      expect((await script(query)).status).toBe(404);
    }
    expect(findKey).not.toHaveBeenCalled();
    findKey.mockRestore();
  });
});
