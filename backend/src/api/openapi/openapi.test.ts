import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssertDocumented } from '../../testing/documented.ts';
import { createTestApp, type TestApp } from '../../testing/testApp.ts';
import { walkRoutes } from '../../testing/walkRoutes.ts';
import { createOpenApiDocument, type OpenApiDocument } from './document.ts';

let t: TestApp;
let document: OpenApiDocument;
beforeAll(async () => {
  t = await createTestApp();
  document = (await t.request.get('/api/v1/openapi.json')).body;
});
afterAll(() => t.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('GET /api/v1/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('names the public URL, and not what the Host header says', async () => {
    const answer = await t.request.get('/api/v1/openapi.json').set('Host', 'evil.test');
    expect(answer.body.servers).toEqual([{ url: 'https://metrics.example.test' }]);
  });

  it('documents every route that there is, and no other', () => {
    // The request listener has this one for itself, ahead of Express.
    const real = [...walkRoutes(t.app), 'POST /api/v1/metrics']
      .map((line) => line.replace(/:(\w+)/g, '{$1}'))
      .filter((line) => line.includes(' /api/'));
    const documented = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    const pathOf = (line: string) => line.replace(/^[A-Z]+ /, '');
    // A route for all methods sorts them out itself.
    expect(documented.filter((line) => !real.includes(line) && !real.includes(`ALL ${pathOf(line)}`))).toEqual([]);
    const paths = new Set(documented.map(pathOf));
    expect(
      real.filter((line) => !documented.includes(line) && !(line.startsWith('ALL ') && paths.has(pathOf(line)))),
    ).toEqual([]);
    expect(real.length).toBeGreaterThanOrEqual(20);
  });

  it('gives every operation an id of its own, a known tag, and a description of what may go wrong', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { path, method, operation } of operations()) {
      expect(
        operation.tags.every((tag) => tags.has(tag)),
        `${method} ${path}`,
      ).toBe(true);
      const secured = Array.isArray(operation.security) && operation.security.length > 0;
      if (secured)
        expect(Object.keys(operation.responses), `${method} ${path}`).toEqual(
          expect.arrayContaining(['401', '429', '503']),
        );
      if (path.includes('{')) {
        expect(Object.keys(operation.responses), `${method} ${path}`).toEqual(expect.arrayContaining(['400', '404']));
      }
    }
  });

  it('is also a page for people, which names every endpoint and runs nothing', async () => {
    const { status, text, headers } = await t.request.get('/api/docs');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    for (const { operation } of operations()) expect(text).toContain(`id="${operation.operationId}"`);
    expect(text).not.toMatch(/<script|style=|\son\w+=/i);
    expect(text).not.toMatch(/undefined|\[object/);
    const styles = await t.request.get('/api/docs/styles.css');
    expect(styles.headers['content-type']).toMatch(/^text\/css/);
  });

  it('says which endpoints need a session, and those are refused without one', async () => {
    for (const { path, method, operation } of operations()) {
      const session = JSON.stringify(operation.security).startsWith('[{"session":[]}');
      if (path === '/api/v1/metrics') continue;
      const url = path.replace('{id}', '00000000-0000-4000-8000-000000000000').replace('{name}', 'job');
      const sent = t.request[method as 'get' | 'post' | 'put' | 'delete'](url);
      const { status } = method === 'get' || method === 'delete' ? await sent : await sent.send({});
      if (session) expect(status, `${method} ${path}`).toBe(401);
      else expect(status, `${method} ${path}`).not.toBe(401);
    }
  });
});

describe('the check of every answer against the document', () => {
  const assertDocumented = createAssertDocumented(createOpenApiDocument('https://x.test'));
  const live = { method: 'GET', path: '/api/v1/health/live', status: 200, contentType: 'application/json' };
  const body = { status: 'ok', version: '1', uptimeSeconds: 3 };

  it('finds fields that are missing, of another type, or not documented', () => {
    expect(() => assertDocumented({ ...live, body })).not.toThrow();
    expect(() => assertDocumented({ ...live, body: { ...body, uptimeSeconds: '3' } })).toThrow(/uptimeSeconds/);
    expect(() => assertDocumented({ ...live, body: { status: 'ok', version: '1' } })).toThrow(/uptimeSeconds/);
    expect(() => assertDocumented({ ...live, body: { ...body, host: 'x' } })).toThrow(/host/);
  });

  it('finds answers that are not documented at all', () => {
    expect(() => assertDocumented({ ...live, status: 418, body })).toThrow(/not documented/);
    expect(() => assertDocumented({ ...live, contentType: 'text/html', body })).toThrow(/not documented/);
    expect(() => assertDocumented({ ...live, path: '/api/v1/nothing', body: { message: 'no' } })).toThrow(
      /does not fit/,
    );
  });
});
