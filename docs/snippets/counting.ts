import { expect } from 'vitest';
import type { Visit, World } from './world.ts';

export function createMetric({ server, tenant }: World, fields: Record<string, unknown>): Promise<string> {
  return server.createMetric(tenant, fields);
}

export async function expectTotal({ server, tenant }: World, id: string, total: number): Promise<void> {
  await expect.poll(() => server.total(tenant, id)).toBeCloseTo(total, 6);
}

/** Opens a page, waits until it has counted, and goes. */
export async function expectCounted(
  world: World,
  id: string,
  total: number,
  html: string,
  act?: (visit: Visit) => Promise<unknown>,
): Promise<void> {
  const visit = await world.visit(html);
  await act?.(visit);
  await visit.flush();
  await expectTotal(world, id, total);
  expect(visit.complaints).toEqual([]);
  await visit.leave();
}

/** A snippet that waits to be called: by itself it counts nothing and adds nothing to what the page shows. */
export async function expectCountedWhenCalled(
  world: World,
  id: string,
  total: number,
  html: string,
  act: (visit: Visit) => Promise<unknown>,
): Promise<void> {
  await expectCounted(world, id, 0, html, async ({ page }) => {
    expect(await page.locator('body').innerText()).toBe(html.includes('<button') ? 'Sign up' : '');
  });
  await expectCounted(world, id, total, html, act);
}

/** Nothing is counted in this browser, on this website, until it is told to count again. */
export async function expectOwnVisitLeftOut(world: World, { page, flush }: Visit): Promise<void> {
  const id = await createMetric(world, { metricName: 'own_visits', metricType: 'counter', trackingEvents: ['seen'] });
  await page.addScriptTag({ content: (await world.codeOf(id)).code });
  const see = async () => {
    await page.evaluate("uvp.track('seen')");
    await flush();
  };
  await see();
  await page.evaluate("localStorage.removeItem('uvp.ignore')");
  await see();
  await expectTotal(world, id, 1);
}

/** Calls the function that the snippets give to the page. */
export function callSignup({ page }: Visit): Promise<unknown> {
  return page.evaluate('countSignup()');
}
