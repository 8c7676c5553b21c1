import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './testing/testApp.ts';

let directory: string;
let t: TestApp;
const script = `console.log(${JSON.stringify('x'.repeat(5_000))})`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-dashboard-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Dashboard</title>');
  await writeFile(join(directory, 'app.js'), script);
  t = await createTestApp({ dashboardDir: directory });
});
afterAll(async () => {
  await t.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the dashboard', () => {
  it('is served at / under a policy that runs nothing but its own files', async () => {
    const { status, text, headers } = await supertest(t.app).get('/');
    expect(status).toBe(200);
    expect(text).toContain('<title>Dashboard</title>');
    expect(headers['content-security-policy']).toMatch(/default-src 'none';.*script-src 'self'/);
  });

  it('comes compressed to those who can read that, and plain to others', async () => {
    const plain = await supertest(t.app).get('/app.js').set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text).toBe(script);
    const small = await supertest(t.app).get('/app.js').set('Accept-Encoding', 'gzip');
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(small.text).toBe(script);
  });

  it('does not answer for pages that are not there: they are JSON 404s', async () => {
    const { status, headers } = await supertest(t.app).get('/nothing.html');
    expect(status).toBe(404);
    expect(headers['content-type']).toMatch(/problem\+json/);
  });
});
