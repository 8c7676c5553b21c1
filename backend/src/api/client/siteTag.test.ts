import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildApiKey } from '../../testing/builders.ts';
import { createTestApp, type TestApp } from '../../testing/testApp.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const siteTag = (query: Record<string, unknown>) => app.request.get('/api/v1/client/site-tag').query(query);

describe('GET /api/v1/client/site-tag', () => {
  it('gives the tag that generate-code gives to the owner, with the addresses in it', async () => {
    const owner = await app.signUp();
    const { apiKey: key, id } = owner.apiKey;
    const { status, body, headers } = await siteTag({ key }).set('Host', 'evil.test');
    expect(status).toBe(200);
    const generated = await app.request.post(`/api/v1/apikeys/${id}/generate-code`).set(owner.auth).send({});
    const { body: client } = await app.request.get('/api/v1/client');
    expect(body).toEqual({
      scriptTag: generated.body.scriptTag,
      earlyTag: generated.body.earlyTag,
      scriptUrl: `${client.scriptUrl}?key=${key}`,
      endpoint: client.endpoint,
    });
    expect(body.scriptTag).toContain(`src="${body.scriptUrl}"`);
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' });
  });

  it('answers alike for keys that work, that do not, and that are none, and asks the database for nothing', async () => {
    const owner = await app.signUp();
    const { apiKey: off } = await buildApiKey(app.deps.models, { userId: owner.id, isActive: false });
    const findKey = vi.spyOn(app.deps.models.ApiKey, 'findOne');
    const shapes = [];
    for (const key of [owner.apiKey.apiKey, off.apiKey, `mk_${'0'.repeat(20)}`]) {
      const { status, text, headers } = await siteTag({ key });
      const { date: _date, 'x-request-id': _id, etag: _etag, ...rest } = headers;
      shapes.push({ status, text: text.replaceAll(key, 'mk_…'), rest });
    }
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    expect(shapes[0]?.status).toBe(200);
    expect(findKey).not.toHaveBeenCalled();
    findKey.mockRestore();
  });

  it.each([
    {},
    { key: 'mk_short' },
    { key: `mk_${'"'.repeat(20)}` },
    { key: ['mk_aaaaaaaaaaaaaaaaaaaa', 'mk_bbbbbbbbbbbbbbbbbbbb'] },
    { key: `mk_${'0'.repeat(20)}`, config: 'x' },
  ])('refuses %j', async (query) => {
    const { status, headers } = await siteTag(query);
    expect(status).toBe(400);
    expect(headers['content-type']).toContain('application/problem+json');
  });
});
