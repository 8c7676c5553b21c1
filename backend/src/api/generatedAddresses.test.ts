import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMetricConfig } from '../testing/builders.ts';
import { createTestApp, type TestApp, type TestUser } from '../testing/testApp.ts';

let app: TestApp;
let user: TestUser;
let kinds: Readonly<Record<string, { readonly path: string; readonly query: string }>>;

const publicUrl = 'https://metrics.example.test/uvp';

beforeAll(async () => {
  app = await createTestApp({ env: { PUBLIC_URL: publicUrl, SCRIPT_PATH: '/s/site.js', COLLECT_PATH: '/s/send' } });
  user = await app.signUp();
  const { id } = await buildMetricConfig(app.deps.models, { userId: user.id, inPages: true, autoTrack: true });
  const key = `key=${user.apiKey.apiKey}`;
  kinds = {
    'a site': { path: `/api/v1/apikeys/${user.apiKey.id}/generate-code`, query: key },
    'one metric': { path: `/api/v1/metric-configs/${id}/generate-code`, query: `config=${id}&${key}` },
  };
});
afterAll(() => app.close());

const standard = /api\/v1\/(metrics|client)/;
const srcOf = (tag: string) => /src="([^"]+)"/.exec(tag)?.[1] ?? '';

describe.each(['a site', 'one metric'])('the code of %s, with SCRIPT_PATH and COLLECT_PATH', (kind) => {
  const generate = async (options: object) => {
    const { path } = kinds[kind] ?? { path: '' };
    const { status, body } = await app.request.post(path).set(user.auth).send(options);
    expect(status).toBe(200);
    return body;
  };
  /** What the address of a tag gives, which must be the platform's: a page's own host passes its paths on. */
  const load = async (src: string) => {
    const { pathname, search } = new URL(src, publicUrl);
    const { status, text } = await app.request.get(pathname.replace(/^\/uvp/, '') + search);
    expect(status).toBe(200);
    return text;
  };

  it.each([
    ['platform', publicUrl, `"${publicUrl}/s/send"`],
    ['page', '/uvp', 'location.origin+"/uvp/s/send"'],
  ])('has them on the host of the %s in every form, and so has what the tags load', async (host, base, endpoint) => {
    const body = await generate({ host, pinned: true });
    const ofPage = host === 'page' ? '&host=page' : '';
    expect(srcOf(body.scriptTag)).toBe(`${base}/s/site.js?${kinds[kind]?.query}${ofPage}`);
    expect(srcOf(body.pinnedTag)).toMatch(new RegExp(`^${base}/s/site\\.js\\?version=[\\w-]{43}$`));
    const loaded = [await load(srcOf(body.scriptTag)), await load(srcOf(body.pinnedTag))];
    for (const text of [body.code, body.module, ...loaded]) {
      expect(text).toContain(endpoint);
      expect(text).not.toMatch(standard);
    }
    for (const text of Object.values(body)) expect(String(text)).not.toMatch(standard);
  });

  it('is the same without a host as with that of the platform, and with no other word', async () => {
    expect(await generate({})).toEqual(await generate({ host: 'platform' }));
    const { path } = kinds[kind] ?? { path: '' };
    for (const host of ['https://evil.test', null, ['page']]) {
      const { status, body } = await app.request.post(path).set(user.auth).send({ host });
      expect([status, body.errors[0].path], JSON.stringify(host)).toEqual([400, 'body.host']);
    }
  });

  it('is loaded by the tags from before as well, and sends to the new path', async () => {
    const text = await load(`${publicUrl}/api/v1/client/script.js?${kinds[kind]?.query}`);
    expect(text).toContain(`"${publicUrl}/s/send"`);
  });
});

describe('the generic library, with SCRIPT_PATH and COLLECT_PATH', () => {
  it('sends there unless it is told an address, which servers give: then to the standard path', async () => {
    const { text } = await app.request.get('/s/site.js');
    expect(text).toContain(`"${publicUrl}/s/send"`);
    expect(text).toContain('"/api/v1/metrics"');
    expect((await app.request.get('/s/site.js?host=page')).text).toContain('location.origin+"/uvp/s/send"');
    const { body } = await app.request.get('/api/v1/client');
    expect(body).toMatchObject({
      scriptUrl: `${publicUrl}/api/v1/client/script.js`,
      endpoint: `${publicUrl}/api/v1/metrics`,
      pageScriptUrl: `${publicUrl}/s/site.js`,
      pageEndpoint: `${publicUrl}/s/send`,
      usage: expect.stringContaining(`<script src="${publicUrl}/s/site.js"></script>`),
    });
  });
});
