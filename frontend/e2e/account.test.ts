import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

describeWith(['chromium'], 'keys and account', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;
  let email: string;
  let password: string;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
    await dashboard.server.createMetric(tenant, { metricName: 'jobs', metricType: 'counter' });
    ({ email, password } = tenant);
  });

  const statusOf = async (apiSecret: string, apiKey = tenant.apiKey) =>
    (
      await dashboard.server.call('POST', '/api/v1/metrics', {
        headers: { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret },
        body: { metrics: [{ name: 'jobs' }] },
      })
    ).status;

  it('a new key shows its secret once, and works', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Server');
    await dialog.getByLabel('Allowed origins').last().fill('shop.example');
    expect(await dialog.getByLabel('Creates metrics').isChecked()).toBe(false);
    await dialog.getByLabel('Creates metrics').check();
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await screen.shows('must be origins');
    await dialog.getByLabel('Allowed origins').last().fill('https://shop.example');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await screen.shows('This is the only time the secret is shown');
    const [key = '', secret = ''] = await page.locator('.secret-lines code').allInnerTexts();
    expect(await statusOf(secret, key)).toBe(202);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.getByRole('button', { name: 'I saved it' }).click();
    await expect.poll(() => page.content()).not.toContain(secret);
    await screen.shows('https://shop.example');
    await screen.shows('yes, from samples of unknown names');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('a key is rotated with an overlap, switched off and on, and revoked by its name', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await page.getByRole('button', { name: 'Rotate secret of Default' }).click();
    await page.getByRole('button', { name: 'Rotate secret', exact: true }).click();
    await screen.shows('New secret of Default');
    const secret = await page.locator('.secret-lines code').nth(1).innerText();
    await page.getByRole('button', { name: 'I saved it' }).click();
    await screen.shows('The secret from before works for');
    expect([await statusOf(secret), await statusOf(tenant.apiSecret)]).toEqual([202, 202]);

    await page.getByRole('button', { name: 'Deactivate Default' }).click();
    await screen.shows('Default is off');
    await expect.poll(() => statusOf(secret)).toBe(401);
    await page.getByRole('button', { name: 'Activate Default', exact: true }).click();
    await screen.shows('Default is on again');
    await expect.poll(() => statusOf(secret)).toBe(202);

    await page.getByRole('button', { name: 'Edit Default' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Main');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Revoke Main' }).click();
    await page.getByLabel(/^Type “Main”/).fill('Main');
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await screen.shows('No API keys');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('signs in, and back to the page that was asked for', async () => {
    const screen = await dashboard.open('#/keys');
    const { page } = screen;
    await screen.shows('Sign in to go on where you were');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('wrong lanterns');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await screen.shows('The e-mail address or the password is wrong');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await screen.shows('Without allowed origins');
    expect(new URL(page.url()).hash).toBe('#/keys');
    await screen.close();
  });

  it('changes names and password; other sessions end, this one goes on', async () => {
    const screen = await dashboard.open('#/account', { tenant });
    const { page } = screen;
    await page.getByLabel('First name').fill('Rear Admiral');
    await page.getByRole('button', { name: 'Save name' }).click();
    await screen.shows('Your name is changed');
    await page.getByLabel('Current password', { exact: true }).fill('wrong');
    await page.getByLabel('New password', { exact: true }).fill('three blue kettles');
    await page.getByRole('button', { name: 'Change password' }).click();
    await screen.shows('Current password is wrong');
    await page.getByLabel('Current password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await screen.shows('Everywhere else you are signed out');
    const me = await dashboard.server.call('GET', '/api/v1/auth/me', { token: tenant.token });
    expect(me.status).toBe(401);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await screen.shows('Every other session has ended');
    await page.reload();
    await screen.shows('Delete the account');
    expect(await page.getByLabel('First name').inputValue()).toBe('Rear Admiral');
    await page.getByText('Dark', { exact: true }).click();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await screen.shows('Sign in');
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContainEqual(
      expect.stringMatching(/session/),
    );
    expect(await page.evaluate(() => localStorage.getItem('uvp.session'))).toBe(null);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('deletes the account with its password and its address', async () => {
    const screen = await dashboard.open('#/account', { tenant });
    const { page } = screen;
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Type “/).fill(email);
    await dialog.getByLabel('Password', { exact: true }).fill('wrong');
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await screen.shows('Password is wrong');
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await screen.shows('Create your account');
    const { status } = await dashboard.server.call('POST', '/api/v1/auth/signin', {
      body: { email, password },
    });
    expect(status).toBe(401);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });
});
