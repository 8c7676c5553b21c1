import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
import { buildMetricConfig } from '../../testing/builders.ts';
import { createTestApp, type TestApp } from '../../testing/testApp.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** The first line of a file is for the compiler; code to paste has none. */
const withoutHint = (text: string) => text.replace(/^.*\n/, '');
const script = (query: Record<string, unknown>) => app.request.get(addressUnderTest.scriptPath).query(query);

describe('GET /api/v1/client/script.js with a key alone', () => {
  it('gives the script of a whole website, the same as generate-code', async () => {
    const owner = await app.signUp();
    const { apiKey: key, id } = owner.apiKey;
    await buildMetricConfig(app.deps.models, { userId: owner.id, autoTrack: true, inPages: true });
    for (const transport of ['headers', 'simple']) {
      const { status, text, headers } = await script({ key, transport });
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', etag: expect.stringMatching(/^W\//) });
      const generated = await app.request
        .post(`/api/v1/apikeys/${id}/generate-code`)
        .set(owner.auth)
        .send({ transport });
      expect(generated.body.code.endsWith(`*/\n${withoutHint(text)}\n`)).toBe(true);
      expect(generated.body.sizeBytes).toBe(text.length);
    }
    expect((await script({ key, format: 'module' })).text).toContain('export const track =');
  });

  it('gives a website an empty script at first, and what it counts when there is something', async () => {
    const owner = await app.signUp();
    const { apiKey: key } = owner.apiKey;
    const first = await script({ key });
    expect(first.status).toBe(200);
    new Script(first.text);
    expect(first.text).not.toContain('mt_');
    const { id } = await buildMetricConfig(app.deps.models, { userId: owner.id, autoTrack: true, inPages: true });
    await expect.poll(async () => (await script({ key })).text).toContain('mt_');
    await app.deps.models.MetricConfig.update({ inPages: false }, { where: { id } });
    await expect.poll(async () => (await script({ key })).text).toBe(first.text);
    await app.deps.models.ApiKey.update({ isActive: false }, { where: { userId: owner.id } });
    await expect.poll(async () => (await script({ key })).status).toBe(404);
  });
});
