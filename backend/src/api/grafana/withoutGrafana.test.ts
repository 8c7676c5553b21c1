import { describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

const publicUrl = 'http://metrics.example.test';
const datasourceToken = 'a-token-of-the-data-source-of-32-characters';

const send = (path: string, init: RequestInit, at: TestPlatform) =>
  fetch(at.platform.url + path, { redirect: 'manual', ...init });

describe('/grafana on a server without Grafana', () => {
  it('sends people back to the dashboard and programs away', async () => {
    const bare = await startTestPlatform({ env: { PUBLIC_URL: `${publicUrl}/sub` } });
    const page = await send('/grafana/', { headers: { Accept: 'text/html' } }, bare);
    expect(page.status).toBe(401);
    expect(await page.text()).toContain(`<a href="${publicUrl}/sub/">`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const program = await send('/grafana/api/search', {}, bare);
    expect(program.status).toBe(401);
    expect(await program.json()).toMatchObject({ code: 'unauthenticated' });
    const file = await send('/grafana/public/build/app.js', {}, bare);
    expect(await file.json()).toMatchObject({ code: 'grafana_absent' });
    await bare.stop();
  });
});

describe('/grafana while Grafana is down', () => {
  it('says so to somebody who is signed in, below the path of PUBLIC_URL', async () => {
    const env = { GRAFANA_URL: 'http://127.0.0.1:1', GRAFANA_DATASOURCE_TOKEN: datasourceToken };
    const alone = await startTestPlatform({ env: { ...env, PUBLIC_URL: 'https://example.test/sub' } });
    const { token } = await alone.signUp();
    const headers = { Cookie: `__Secure-uvp_session=${token}`, Accept: 'text/html' };
    const page = await send('/grafana/d/x', { headers }, alone);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Grafana does not answer');
    await alone.stop();
  });
});
