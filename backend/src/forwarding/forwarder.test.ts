import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { createPushgatewayRig, type PushgatewayRig } from '../testing/pushgatewayRig.ts';
import type { Forwarder } from './forwarder.ts';
import { createPushgatewaySink } from './pushgatewaySink.ts';

let rig: PushgatewayRig;

beforeEach(async () => {
  rig = await createPushgatewayRig();
});
afterEach(() => rig.stop());

/** What a lease that was never given back becomes after its 15 s. */
async function endLeases(): Promise<void> {
  await rig.database.pool.query('update push_state set lease_until = clock_timestamp() where lease_until is not null');
}

describeWith(['pushgateway'], 'createForwarder', () => {
  it('pushes everything again to a gateway that has lost it, at the full total', async () => {
    const tenant = await rig.createTenant();
    const { pushDue } = rig.forwarder();
    await tenant.add(7);
    await expect.poll(() => pushDue().then(() => rig.shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(7);
    await rig.restartGateway();
    expect(await rig.shown(tenant)).toBeUndefined();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(7);
  });

  it('waits while no gateway answers, says so, and catches up', async () => {
    const tenant = await rig.createTenant();
    const { pushDue, gateways: state, lag } = rig.forwarder();
    const [gateway] = rig.gateways;
    await gateway?.kill();
    await tenant.add(7);
    await pushDue();
    expect(state()).toEqual({ listed: 1, silent: [gateway?.url], departedSilent: [] });
    await pushDue();
    expect(lag().tenants).toBe(1);
    expect(lag().seconds).toBeGreaterThan(0);
    await rig.restartGateway();
    await pushDue();
    expect(await rig.shown(tenant)).toBe(0);
    expect(lag()).toEqual({ tenants: 0, seconds: 0 });
  });

  it('lets nothing older arrive after something newer when a stopped gateway goes on', {
    timeout: 60_000,
  }, async () => {
    const tenant = await rig.createTenant();
    const { pushDue } = rig.forwarder();
    await tenant.add(1);
    await expect.poll(() => pushDue().then(() => rig.shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(1);
    await tenant.add(1);
    // The status is asked for first: the gateway stops only when the body is on its way.
    const [gateway] = rig.gateways;
    const stopping = forwarderThatStops(gateway as PushgatewayService);
    await stopping.pushDue();
    await tenant.add(1);
    gateway?.process.kill('SIGCONT');
    // Its lease is still held, however slow this machine is.
    await rig.database.pool.query("update push_state set lease_until = clock_timestamp() + interval '1 minute'");
    await pushDue();
    expect([1, 2]).toContain(await rig.shown(tenant));
    await endLeases();
    const startedAtMs = performance.now();
    await pushDue();
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(1_000);
    expect(await rig.shown(tenant)).toBe(3);
  });

  it('gives each tenant to one of several replicas at a time', async () => {
    const tenants = await Promise.all(Array.from({ length: 12 }, () => rig.createTenant()));
    await Promise.all(tenants.map((tenant) => tenant.add(4)));
    const replicas = [rig.forwarder(), rig.forwarder(), rig.forwarder()];
    await expect
      .poll(
        async () => {
          await Promise.all(replicas.map((replica) => replica.pushDue()));
          return Promise.all(tenants.map((tenant) => rig.shown(tenant)));
        },
        { timeout: 10_000, interval: 100 },
      )
      .toEqual(tenants.map(() => 4));
    const { rows } = await rig.database.pool.query(
      'select 1 from push_state where owner is not null or lease_until is not null',
    );
    expect(rows).toEqual([]);
  });

  it('removes the group of a tenant that has nothing to show, and forgets it with its account', async () => {
    const tenant = await rig.createTenant();
    const { pushDue } = rig.forwarder();
    await tenant.add(7);
    await pushDue();
    expect(await rig.shown(tenant)).toBe(0);
    await rig.models.User.destroy({ where: { id: tenant.id } });
    await rig.makeDue();
    await pushDue();
    expect(await rig.shown(tenant)).toBeUndefined();
    expect((await rig.database.pool.query('select 1 from push_state')).rows).toEqual([]);
  });

  it('moves a tenant only when its gateway has left the list, after its group there is gone', async () => {
    rig.gateways.push(await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true }));
    const [first, second] = rig.gateways;
    const tenant = await rig.createTenant();
    await tenant.add(7);
    await expect
      .poll(
        () =>
          rig
            .forwarder({ gatewayUrls: [first?.url ?? ''] })
            .pushDue()
            .then(() => rig.shown(tenant, first)),
        { timeout: 5_000, interval: 100 },
      )
      .toBe(7);
    await rig.forwarder().pushDue();
    expect(await rig.shown(tenant, second)).toBeUndefined();
    await rig.forwarder({ gatewayUrls: [second?.url ?? ''] }).pushDue();
    expect(await rig.shown(tenant, first)).toBeUndefined();
    expect(await rig.shown(tenant, second)).toBe(7);
  });
});

/** On a busy computer a process runs on for a while after a SIGSTOP. Field 3 of proc_pid_stat(5); elsewhere it is not waited for. */
function hasStopped(pid: number): boolean {
  return process.platform !== 'linux' || / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** A forwarder whose gateway is stopped (SIGSTOP) between the question for its status and the body. */
function forwarderThatStops(gateway: PushgatewayService): Forwarder {
  return rig.forwarder({
    sinkOf(url) {
      const sink = createPushgatewaySink(url);
      return {
        ...sink,
        async put(tenantId, body, deadlineMs) {
          gateway.process.kill('SIGSTOP');
          await expect.poll(() => hasStopped(gateway.pid)).toBe(true);
          return sink.put(tenantId, body, deadlineMs);
        },
      };
    },
  });
}
