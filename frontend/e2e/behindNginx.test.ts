import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type BehindNginx, startBehindNginx } from './behindNginx.ts';
import { openScreen, type Screen } from './screen.ts';

describeWith(['chromium', 'nginx'], 'behind nginx with TLS, below a path', () => {
  describe.each(['keeps', 'takes off'] as const)('that %s the path', (pathHandling) => {
    let behind: BehindNginx;
    let site: Site;
    let screen: Screen;
    /** What the dashboard of another product at the root of the same host has put into the storage that both share. */
    const ofAnotherDashboard = JSON.stringify({
      expiresAt: Date.now() + 3_600_000,
      user: { id: 'u-1', email: 'somebody.else@example.test' },
    });
    /** Every address of ours that the dashboard, the API reference and a tagged page have asked for. */
    const asked: string[] = [];

    beforeAll(async () => {
      [behind, site] = await Promise.all([startBehindNginx(pathHandling), startSite()]);
      screen = await openScreen(behind.dashboard.browser, 'about:blank', { anyCertificate: true });
      const { origin } = new URL(behind.publicUrl);
      screen.context.on('request', (request) => {
        if (request.url().startsWith(origin)) asked.push(request.url());
      });
    });
    afterAll(async () => {
      await screen?.close();
      await behind?.stop();
      await site?.close();
    });

    it('leads from sign-up over the tag in a page to the number', async () => {
      const { publicUrl } = behind;
      const { page } = screen;
      await page.goto(publicUrl);
      await page.evaluate((text) => localStorage.setItem('uvp.session', text), ofAnotherDashboard);
      await page.reload();
      expect(page.url()).toBe(`${publicUrl}/#/signup`);
      await page.getByLabel('First name').fill('Grace');
      await page.getByLabel('Last name').fill('Hopper');
      await page.getByLabel('E-mail').fill('grace@example.test');
      await page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByRole('button', { name: 'I saved it' }).click();
      await page.getByRole('button', { name: /^Page views/ }).click();
      await page.getByRole('region', { name: 'Code: Site tag of Default' }).waitFor();
      const tag = await page.locator('.command code').first().innerText();
      expect(tag).toContain(`src="${publicUrl}/api/v1/client/script.js?`);

      site.html = `<!doctype html><title>Shop</title>${tag}`;
      const visitor = await screen.context.newPage();
      const sent = visitor.waitForResponse((answer) => answer.request().method() === 'POST');
      await visitor.goto(site.url);
      const answer = await sent;
      expect([answer.url(), answer.status()]).toEqual([`${publicUrl}/api/v1/metrics`, 202]);
      await page.getByText('The first event is here').waitFor();
      await page.getByRole('link', { name: 'See the graph' }).click();
      await screen.shows(/Total\s+1\b/);
      await visitor.close();
    });

    it('keeps the session in cookies that are for HTTPS and for the path, over a reload', async () => {
      const { port } = new URL(behind.publicUrl);
      const cookies = await screen.context.cookies(`${behind.publicUrl}/api/v1/auth/signin`);
      expect(cookies.map(({ name, path, secure, httpOnly }) => ({ name, path, secure, httpOnly }))).toEqual(
        expect.arrayContaining([
          { name: `__Secure-uvp_session_${port}`, path: '/uvp/', secure: true, httpOnly: true },
          { name: `__Secure-uvp_device_${port}`, path: '/uvp/api/v1/auth', secure: true, httpOnly: true },
        ]),
      );
      await screen.page.reload();
      await screen.shows(/Total\s+1\b/);
    });

    it('opens Grafana below the path, as the person, who comes from the address that nginx saw', async () => {
      const opened = screen.context.waitForEvent('page');
      await screen.page.getByRole('button', { name: 'Open in Grafana' }).click();
      const tab = await opened;
      await tab.waitForURL(`${behind.publicUrl}/grafana/d/uvp-counter?var-metric=page_views_total`);
      await expect.poll(() => tab.locator('body').innerText()).toMatch(/^\/d\/uvp-counter for u-/);
      await tab.close();
      behind.grafana.seen.length = 0;
      const headers = { 'X-Forwarded-For': '203.0.113.7' };
      const again = await screen.context.request.get(`${behind.publicUrl}/grafana/d/x`, { headers });
      expect(again.status()).toBe(200);
      expect(behind.grafana.seen.map((seen) => [seen.url, seen.headers['x-forwarded-for']])).toEqual([
        ['/uvp/grafana/d/x', '127.0.0.1'],
      ]);
    });

    it('shows the API reference with its styles, and leads from it to the document', async () => {
      const { page } = screen;
      await page.goto(`${behind.publicUrl}/#/status`);
      await page.getByRole('link', { name: 'API reference' }).click();
      await page.getByRole('heading', { name: 'API reference' }).waitFor();
      expect(page.url()).toBe(`${behind.publicUrl}/api/docs`);
      expect(await page.evaluate(() => getComputedStyle(document.body).maxWidth)).toBe('960px');
      await page.goto(`${behind.publicUrl}/api/docs/`);
      expect(page.url()).toBe(`${behind.publicUrl}/api/docs`);
      await page.getByRole('link', { name: '/api/v1/openapi.json' }).click();
      const text = await page.locator('body').innerText();
      expect(JSON.parse(text)).toMatchObject({ servers: [{ url: behind.publicUrl }] });
    });

    it.each(['metrics', 'metrics/new', 'keys', 'connect', 'status', 'account'])(
      'links nothing outside of it on %s',
      async (hash) => {
        const { page } = screen;
        await page.goto(`${behind.publicUrl}/#/${hash}`);
        await expect.poll(() => page.locator('.loading').count()).toBe(0);
        const links = await page.evaluate(() =>
          [...document.querySelectorAll('[href], [src], [action]')].flatMap((one) =>
            ['href', 'src', 'action'].map((name) => one.getAttribute(name)).filter((link) => link !== null),
          ),
        );
        const own = links.map((link) => new URL(link, page.url())).filter(({ protocol }) => protocol === 'https:');
        expect(own.length).toBeGreaterThan(3);
        expect(own.filter(({ href }) => !href.startsWith(`${behind.publicUrl}/`))).toEqual([]);
        expect(await page.locator('.page-warning').count()).toBe(0);
      },
    );

    it('signs out, and has asked for nothing outside of the path', async () => {
      const { page } = screen;
      await page.goto(`${behind.publicUrl}/#/account`);
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await page.evaluate(() => localStorage.getItem('uvp.session'))).toBe(ofAnotherDashboard);
      const cookies = await screen.context.cookies(`${behind.publicUrl}/`);
      expect(cookies.filter(({ name }) => name.includes('session'))).toEqual([]);
      expect(asked.length).toBeGreaterThan(20);
      expect(asked.filter((url) => !url.startsWith(`${behind.publicUrl}/`) && url !== behind.publicUrl)).toEqual([]);
      expect(screen.complaints).toEqual([]);
    });
  });
});
