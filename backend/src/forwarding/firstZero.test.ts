import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { createPushgatewayRig, type PushgatewayRig } from '../testing/pushgatewayRig.ts';
import type { LastScrape } from './scrapeWatch.ts';

let rig: PushgatewayRig;

beforeEach(async () => {
  rig = await createPushgatewayRig();
});
afterEach(() => rig.stop());

/** As if the zeros had been in the gateway for so much longer. */
async function showForLonger(time: string): Promise<void> {
  await rig.database.pool.query('update series set zero_pushed_at = zero_pushed_at - $1::interval', [time]);
}

describeWith(['pushgateway'], 'createForwarder with a new series', () => {
  it('shows a new counter as 0 first, then for ever as it is, without another sample', async () => {
    const tenant = await rig.createTenant();
    const { pushDue } = rig.forwarder();
    await tenant.add(7);
    await pushDue();
    expect(await rig.shown(tenant)).toBe(0);
    await expect.poll(() => pushDue().then(() => rig.shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(7);
    await tenant.add(2);
    await pushDue();
    expect(await rig.shown(tenant)).toBe(9);
  });

  it('keeps the 0 until it has been shown long enough and Prometheus has scraped after it', async () => {
    const tenant = await rig.createTenant();
    await tenant.add(7);
    const patient = rig.forwarder({ zeroForMs: 60_000 });
    await patient.pushDue();
    await rig.makeDue();
    await patient.pushDue();
    expect(await rig.shown(tenant)).toBe(0);
    const { pushDue } = rig.forwarder();
    const unseen = async (...scrapes: LastScrape[]) => {
      for (const scrape of scrapes) {
        rig.lastScrape = scrape;
        await rig.makeDue();
        await pushDue();
        expect(await rig.shown(tenant), scrape.kind).toBe(0);
      }
    };
    const longAgo = { kind: 'scraped', ageSeconds: 3_600 } as const;
    const unknown = { kind: 'unknown', forMs: 3_600_000 } as const;
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, unknown, { kind: 'not_configured' });
    await showForLonger('61 seconds');
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, unknown);
    await showForLonger('50 minutes');
    // A Prometheus that was started after an hour has scraped nothing yet.
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, { kind: 'unknown', forMs: 305_000 });
    rig.lastScrape = { kind: 'scraped', ageSeconds: 1 };
    await rig.makeDue();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(7);
  });

  it.each([
    [{ kind: 'not_configured' }, '61 seconds'],
    [{ kind: 'unknown', forMs: 601_000 }, '11 minutes'],
  ] as const)('shows the total in the end when the answer is %j', async (answer, time) => {
    const tenant = await rig.createTenant();
    await tenant.add(7);
    const { pushDue } = rig.forwarder();
    rig.lastScrape = answer;
    await pushDue();
    await showForLonger(time);
    await rig.makeDue();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(7);
  });

  it('begins the 0 anew when the gateway was restarted before it could be seen', async () => {
    const tenant = await rig.createTenant();
    await tenant.add(7);
    const { pushDue } = rig.forwarder({ zeroForMs: 30_000 });
    await pushDue();
    await rig.database.pool.query("update series set zero_pushed_at = zero_pushed_at - interval '29 seconds'");
    await rig.restartGateway();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(0);
    await rig.database.pool.query("update series set zero_pushed_at = zero_pushed_at - interval '2 seconds'");
    await rig.makeDue();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(0);
  });
});
