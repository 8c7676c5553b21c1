import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import '../../backend/tracker/e2e/trackedPage.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import type { Screen } from './screen.ts';

describeWith(['chromium'], 'from sign-up to the first number', () => {
  let dashboard: Dashboard;
  let site: Site;
  let count = 0;

  beforeAll(async () => {
    [dashboard, site] = await Promise.all([startDashboard(), startSite()]);
  });
  afterAll(() => Promise.all([dashboard.stop(), site.close()]));

  async function signUp(): Promise<Screen & { email: string }> {
    const screen = await dashboard.open('#/signup');
    count += 1;
    const email = `person-${count}-${Date.now()}@example.test`;
    await screen.page.getByLabel('First name').fill('Grace');
    await screen.page.getByLabel('Last name').fill('Hopper');
    await screen.page.getByLabel('E-mail').fill(email);
    await screen.page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns');
    await screen.page.getByRole('button', { name: 'Create account' }).click();
    await screen.shows('This is the only time the secret is shown');
    return { ...screen, email };
  }

  it('takes less than two minutes, and turns green within two seconds of the first sample', async () => {
    const started = Date.now();
    const screen = await signUp();
    const { page } = screen;
    expect(await findBarriers(page)).toEqual([]);
    const secret = await page.locator('.secret-lines code').nth(1).innerText();
    expect(secret).toMatch(/^ms_live_/);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as .env' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toContain(`UVP_API_SECRET=${secret}`);
    await page.getByRole('button', { name: 'I saved it' }).click();
    await expect.poll(() => page.content()).not.toContain(secret);

    await page.getByRole('button', { name: /^Page views/ }).click();
    await page.getByRole('region', { name: 'Code: Site tag of Default' }).waitFor();
    const siteTag = await page.locator('.command code').first().innerText();
    await screen.shows('Waiting for the first sample');
    expect(await findBarriers(page)).toEqual([]);

    site.html = `<!doctype html><title>Shop</title>${siteTag}`;
    const visitor = await (await dashboard.browser.newContext()).newPage();
    const accepted = visitor.waitForResponse(
      (answer) => answer.url().endsWith('/api/v1/metrics') && answer.status() === 202,
    );
    await visitor.goto(site.url);
    await accepted;
    const sampleAt = Date.now();
    await page.getByText('The first event is here').waitFor();
    const greenAfter = Date.now() - sampleAt;
    expect(greenAfter).toBeLessThan(2_000);
    expect(Date.now() - started).toBeLessThan(120_000);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'See the graph' }).click();
    await screen.shows(/Total\s+1\b/);
    expect(screen.complaints).toEqual([]);
    await visitor.context().close();
    await screen.close();
  });

  it('counts what is chosen with one press each, before and after the first event, with the tag that was pasted once', async () => {
    const screen = await signUp();
    const { page } = screen;
    await page.getByRole('button', { name: 'I saved it' }).click();
    await page.getByRole('button', { name: /^Page views/ }).click();
    await screen.shows('Page views is in your site tag. The tag is below: paste it once.');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Page views');
    await page.getByRole('button', { name: /^Sign-ups/ }).click();
    await screen.shows('uvp.track("signup"');
    const siteTag = await page.getByRole('region', { name: 'Code: Site tag of Default' }).innerText();

    const visit = async (html: string) => {
      site.html = `<!doctype html><title>Shop</title>${html}`;
      const visitor = await (await dashboard.browser.newContext()).newPage();
      await visitor.goto(site.url);
      return visitor;
    };
    const functions = await page.getByRole('region', { name: 'Code: Functions to call' }).innerText();
    const first = await visit(`${functions}${siteTag}`);
    await first.evaluate('countSignup()');
    await screen.shows('The first event is here');
    await screen.shows('Page views: total 1.');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Sign-ups');
    await screen.shows('Your pages need nothing new');
    await page.getByRole('button', { name: /^Errors/ }).click();
    await screen.shows('Errors is in your site tag.');
    expect(await findBarriers(page)).toEqual([]);

    // The server keeps a script for a second, a browser for five minutes: this one is new.
    const script = async () => (await fetch(/src="([^"]+)"/.exec(siteTag)?.[1] ?? '')).text();
    await expect.poll(script, { timeout: 3_000 }).toContain('page_errors');
    const second = await visit(siteTag);
    await second.evaluate("setTimeout(() => { throw new Error('one'); })");
    await page.getByRole('link', { name: 'All metrics' }).click();
    const cards = () =>
      page
        .locator('.metric-card')
        .evaluateAll((all) =>
          all.map((card) => ['.card-name', '.card-number'].map((part) => card.querySelector(part)?.textContent)),
        );
    await expect.poll(cards).toEqual([
      ['Errors', '1'],
      ['Page views', '2'],
      ['Sign-ups', '1'],
    ]);
    expect(screen.complaints).toEqual([]);
    await Promise.all([first.context().close(), second.context().close(), screen.close()]);
  });

  it('takes no metric of an account for one that counts in pages when it does not', async () => {
    const tenant = await dashboard.server.signUp();
    await dashboard.server.createMetric(tenant, { name: 'Queue', metricName: 'page_views', metricType: 'counter' });
    const screen = await dashboard.open('#/welcome', { tenant });
    await screen.shows('Not in your site tag');
    await screen.shows('Waiting for the first sample');
    expect(await screen.page.locator('.command').count()).toBe(0);
    await dashboard.server.push(tenant, [{ name: 'page_views' }]);
    await screen.shows('Queue: total 1.');
    await screen.close();
  });

  it('says why nothing arrives: an undeclared label, a secret in a browser, an origin that is not allowed', async () => {
    const screen = await signUp();
    const { page } = screen;
    const { server } = dashboard;
    const [key = '', secret = ''] = await page.locator('.secret-lines code').allInnerTexts();
    await page.getByRole('button', { name: 'I saved it' }).click();
    await page.getByRole('button', { name: /^Page views/ }).click();
    await page.getByRole('region', { name: 'Code: Site tag of Default' }).waitFor();
    const credentials = { 'X-API-Key': key, 'X-API-Secret': secret };
    const push = (labels: Record<string, string>, headers: Record<string, string> = {}) =>
      server.call('POST', '/api/v1/metrics', {
        headers: { ...credentials, ...headers },
        body: { metrics: [{ name: 'page_views', labels }] },
      });
    await push({ colour: 'blue' });
    await screen.shows('A label that is not declared');
    await screen.shows('page_views has no label colour');
    await push({}, { Origin: 'https://shop.example' });
    await screen.shows('The secret of an API key was sent by a browser');
    expect(await page.getByRole('link', { name: 'Rotate the key' }).count()).toBeGreaterThan(0);

    const token = (await page.context().cookies()).find(({ name }) => name.startsWith('uvp_session'))?.value ?? '';
    const { body } = await server.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', { token });
    await server.call('PATCH', `/api/v1/apikeys/${body.apiKeys[0]?.id}`, {
      token,
      body: { allowedOrigins: ['https://shop.example'] },
    });
    site.html = `<!doctype html>${await page.locator('.command code').first().innerText()}`;
    const visitor = await (await dashboard.browser.newContext()).newPage();
    const refused = visitor.waitForResponse((answer) => answer.status() === 403);
    await Promise.all([refused, visitor.goto(site.url)]);
    await screen.shows('A page of an origin that is not allowed');
    expect(await page.getByRole('link', { name: 'Allowed origins' }).count()).toBe(1);
    await Promise.all([visitor.context().close(), screen.close()]);
  });

  it('tells at the fields what is wrong, before sending and after', async () => {
    const first = await signUp();
    const screen = await dashboard.open('#/signup');
    const { page } = screen;
    await page.getByRole('button', { name: 'Create account' }).click();
    await screen.shows('First name is needed');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('firstName');
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill('not an address');
    await page.getByLabel('Password', { exact: true }).pressSequentially('short');
    await screen.shows('3 more characters');
    await screen.shows('E-mail must be an e-mail address');
    await page.getByLabel('E-mail').fill(first.email);
    await page.getByLabel('Password', { exact: true }).fill('password123');
    await page.getByRole('button', { name: 'Create account' }).click();
    await screen.shows('Password is too easy to guess');
    await page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns');
    await screen.shows('Strong');
    await page.getByRole('button', { name: 'Create account' }).click();
    await screen.shows('E-mail is taken');
    expect(screen.complaints).toEqual([]);
    await Promise.all([screen.close(), first.close()]);
  });

  it('has the secret in memory only: after a reload it is gone, and the steps are where they were', async () => {
    const screen = await signUp();
    const { page } = screen;
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      'ms_live_',
    );
    await page.reload();
    await screen.shows('Choose what to count');
    expect(await screen.text()).not.toContain('ms_live_');
    await screen.close();
  });

  it('shows a secret to nobody who signs in after its owner', async () => {
    const screen = await signUp();
    const { page } = screen;
    const other = await dashboard.server.signUp();
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('E-mail').fill(other.email);
    await page.getByLabel('Password', { exact: true }).fill(other.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'First minutes' }).click();
    await screen.shows('One press creates it');
    expect(await screen.text()).not.toContain('ms_live_');
    await screen.close();
  });

  it('tells when caps lock is on, and shows the password when asked to', async () => {
    const screen = await dashboard.open('#/signin');
    const { page } = screen;
    const password = page.getByLabel('Password', { exact: true });
    await password.focus();
    await password.evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: true })),
    );
    await screen.shows('Caps lock is on');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    await screen.close();
  });
});
