import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { openPage } from './screen.ts';

describeWith(['chromium'], 'a session in the browser', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
    await dashboard.server.createMetric(tenant, { name: 'Sales', metricName: 'sales', metricType: 'counter' });
  });

  const signIn = async (page: Page, { email, password }: TestTenant) => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const signedIn = async (hash = '#/signin', shown = 'Sales') => {
    const screen = await dashboard.open(hash);
    await signIn(screen.page, tenant);
    await screen.shows(shown);
    return screen;
  };
  /** As if nobody had been there for a day. */
  const endSessions = () =>
    dashboard.server.platform.database.pool.query(
      "update sessions set last_seen_at = last_seen_at - interval '1 day' where user_id = $1",
      [tenant.id],
    );

  const guess = async (times: number) => {
    for (let i = 0; i < times; i += 1) {
      const body = { email: tenant.email, password: 'a wrong lantern' };
      await dashboard.server.call('POST', '/api/v1/auth/signin', { body });
    }
  };

  it('is open in every tab, and out of reach of scripts', async () => {
    const screen = await signedIn();
    const { page, context } = screen;
    const readable = await page.evaluate(() => JSON.stringify([document.cookie, localStorage, sessionStorage]));
    expect(readable).not.toContain('eyJ');
    // The list stands still from then on, so that the click ends where it began.
    await screen.shows('Prometheus does not answer right now');
    const [other] = await Promise.all([
      context.waitForEvent('page'),
      page
        .getByRole('link', { name: /Sales/ })
        .first()
        .click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await expect.poll(() => other.locator('h1').innerText()).toBe('Sales');
    const typed = await openPage(context, `${dashboard.url}/#/keys`);
    await expect.poll(() => typed.locator('h1').innerText()).toBe('API keys');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('ends everywhere in the browser with a sign-out, and on the server', async () => {
    const screen = await signedIn();
    const { page, context } = screen;
    const other = await openPage(context, `${dashboard.url}/#/keys`);
    await expect.poll(() => other.locator('h1').innerText()).toBe('API keys');
    const [cookie] = (await context.cookies()).filter(({ name }) => name.startsWith('uvp_session'));
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await screen.shows('No account yet?');
    const answer = await dashboard.server.call('GET', '/api/v1/auth/me', { token: cookie?.value ?? '' });
    expect(answer.status).toBe(401);
    await expect.poll(() => other.locator('h1').innerText()).toBe('Sign in');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('of another person in another tab leaves nothing of the first one in this tab', async () => {
    const screen = await signedIn();
    const { page, context } = screen;
    const stranger = await dashboard.server.signUp();
    const other = await openPage(context, `${dashboard.url}/#/account`);
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    await screen.shows('No account yet?');
    await signIn(other, stranger);
    await expect.poll(() => page.locator('h1').innerText()).toBe('Metrics');
    expect(await screen.text()).not.toContain('Sales');
    await page.getByRole('link', { name: 'Account' }).click();
    await screen.shows(stranger.email);
    await screen.close();
  });

  it('that has ended keeps what was typed, and goes on where it was', async () => {
    const screen = await signedIn();
    const { page } = screen;
    await page.goto(`${dashboard.url}/#/account`);
    await page.getByLabel('First name').fill('Grace');
    await endSessions();
    await page.getByRole('button', { name: 'Save name' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Your session has ended').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await dialog.getByLabel('E-mail').inputValue()).toBe(tenant.email);
    await dialog.getByLabel('Password', { exact: true }).fill('a wrong lantern');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText('The e-mail address or the password is wrong').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(tenant.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await screen.shows('Your name is changed');
    expect(await page.getByLabel('First name').inputValue()).toBe('Grace');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('that has ended goes on when the same person signs in in another tab', async () => {
    const screen = await signedIn('#/signin?next=%2Faccount', 'First name');
    const { page, context } = screen;
    const other = await openPage(context, `${dashboard.url}/#/keys`);
    await expect.poll(() => other.locator('h1').innerText()).toBe('API keys');
    await page.getByLabel('First name').fill('Grace');
    await endSessions();
    await page.getByRole('button', { name: 'Save name' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await other.reload();
    await other.getByRole('dialog').getByLabel('Password', { exact: true }).fill(tenant.password);
    await other.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await screen.shows('Your name is changed');
    expect(await dialog.count()).toBe(0);
    expect(await page.getByLabel('First name').inputValue()).toBe('Grace');
    await screen.close();
  });

  it('that has ended sends nothing of what was typed when another person signs in', async () => {
    const screen = await signedIn('#/signin?next=%2Faccount', 'First name');
    const { page } = screen;
    const stranger = await dashboard.server.signUp();
    await page.getByLabel('First name').fill('Grace');
    await endSessions();
    await page.getByRole('button', { name: 'Save name' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill(stranger.email);
    await dialog.getByLabel('Password', { exact: true }).fill(stranger.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await screen.shows(stranger.email);
    expect(await page.getByLabel('First name').inputValue()).not.toBe('Grace');
    const { rows } = await dashboard.server.platform.database.pool.query(
      'select first_name from users where id = any($1)',
      [[tenant.id, stranger.id]],
    );
    expect(rows.map((row) => row.first_name)).not.toContain('Grace');
    await screen.close();
  });

  it('that has ended can be left', async () => {
    const screen = await signedIn();
    const { page } = screen;
    await endSessions();
    await page.goto(`${dashboard.url}/#/keys`);
    const leave = page.getByRole('dialog').getByRole('button', { name: 'Leave this page' });
    await leave.waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).hash).toBe('#/metrics');
    await leave.click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#/signin?next=%2Fmetrics');
    await screen.close();
  });

  it('asks for a sign-in first when its time is over, and leads back', async () => {
    const screen = await signedIn();
    const { page } = screen;
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('uvp.session') ?? '{}');
      localStorage.setItem('uvp.session', JSON.stringify({ ...kept, expiresAt: Date.now() - 1 }));
    });
    await page.goto(`${dashboard.url}/#/connect`);
    await screen.shows('Sign in to go on where you were');
    await page.getByLabel('E-mail').fill(tenant.email);
    await page.getByLabel('Password', { exact: true }).fill(tenant.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await screen.shows('Your own Grafana');
    await screen.close();
  });

  it('is listed on the account page with the others, and ends them one by one', async () => {
    const screen = await signedIn();
    const { page } = screen;
    await page.getByRole('link', { name: 'Account' }).click();
    await screen.shows('This session');
    await screen.shows('Chrome on Linux');
    await page.getByRole('button', { name: /^End the session of .*API token/ }).click();
    await screen.shows('The session has ended');
    expect((await dashboard.server.call('GET', '/api/v1/auth/me', { token: tenant.token })).status).toBe(401);
    await expect.poll(() => page.getByRole('button', { name: /^End the session/ }).count()).toBe(0);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('tells the owner of wrong passwords until they close it', async () => {
    await guess(3);
    const screen = await signedIn();
    const { page } = screen;
    const warning = page.locator('.page-warning');
    await warning.getByText('3 wrong passwords since your last sign-in').waitFor();
    await guess(1);
    await warning.getByRole('link', { name: 'Change the password' }).click();
    await screen.shows('1 wrong password since your last sign-in');
    await warning.getByText('3 wrong passwords since your last sign-in').waitFor();
    await warning.getByRole('button', { name: /Close/ }).click();
    expect(await warning.count()).toBe(0);
    await screen.close();
  });

  it('tells the owner of wrong passwords, too, when it begins in front of a page, and nobody after it', async () => {
    const screen = await signedIn();
    const { page } = screen;
    await endSessions();
    await guess(3);
    await page.goto(`${dashboard.url}/#/account`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password', { exact: true }).fill(tenant.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    const warning = page.locator('.page-warning');
    await warning.getByText('3 wrong passwords since your last sign-in').waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await screen.shows('No account yet?');
    expect(await warning.count()).toBe(0);
    await screen.close();
  });
});
