import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { cpuSeconds } from './processStats.ts';
import type { BenchStack, Contender } from './stack.ts';

/** By its index, so that asking costs next to nothing. */
const waitingQuery = 'select count(*)::integer as waiting from tenant_versions where changed_at is not null';

/**
 * Many tenants of one counter each, all pushed; then ten of them change. How long until these ten are pushed, and what the API and
 * Postgres use of the processor in a cycle of two seconds, with ten changes in each, and in an idle one.
 */
export async function pushChangedTenants(stack: BenchStack, api: Contender, size: { tenants: number; cycles: number }) {
  const client = new pg.Client({ connectionString: stack.postgres.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const own = rows[0]?.pid ?? 0;
    await createTenants(client, size.tenants);
    const allStartedAtMs = performance.now();
    await allPushed(client, 600_000);
    const allSeconds = (performance.now() - allStartedAtMs) / 1000;
    // The forwarder rests for as long as that round took; afterwards its rounds are short again.
    await changeTen(client);
    await allPushed(client, 120_000);
    const idle = await perCycle({ stack, api, own, cycles: size.cycles }, async () => {});
    const times: number[] = [];
    const busy = await perCycle({ stack, api, own, cycles: size.cycles }, async () => {
      await changeTen(client);
      const startedAtMs = performance.now();
      await allPushed(client, 60_000);
      times.push((performance.now() - startedAtMs) / 1000);
    });
    return { tenants: size.tenants, allSeconds, idle, busy, slowestSeconds: Math.max(...times) };
  } finally {
    await client.end();
  }
}

/** Straight into the tables: signing up ten thousand times would measure bcrypt. */
async function createTenants(client: pg.Client, tenants: number): Promise<void> {
  await client.query(
    `with u as (
       insert into users (id, email, password, first_name, last_name)
       select gen_random_uuid(), 'bench-' || n || '@example.test', '!', 'Ada', 'Lovelace' from generate_series(1, $1::integer) n
       returning id
     ), c as (
       insert into metric_configs (id, user_id, name, metric_name, exported_name, metric_type, labels)
       select gen_random_uuid(), id, 'Visits', 'visits', 'visits_total', 'counter', '{}' from u returning id, user_id
     ), slots as (
       update slot_allocator set next_slot = next_slot + $1 returning next_slot - $1 as base
     ), s as (
       insert into series (tenant_id, metric_config_id, label_hash, labels, first_slot, slot_count, exported_series, promoted_at)
       select user_id, id, decode(md5(id::text), 'hex'), '{}', slots.base + row_number() over () - 1, 1, 1, now() from c, slots
       returning first_slot
     ), t as (
       insert into totals (slot, value) select first_slot, 1 from s
     ), p as (
       insert into push_state (tenant_id) select id from u
     )
     insert into tenant_versions (tenant_id, version) select id, 1 from u`,
    [tenants],
  );
  await client.query('analyze');
}

async function changeTen(client: pg.Client): Promise<void> {
  await client.query(`
    update tenant_versions set version = version + 1
    where tenant_id in (select tenant_id from tenant_versions order by random() limit 10)`);
}

async function allPushed(client: pg.Client, withinMs: number): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const { rows } = await client.query<{ waiting: number }>(waitingQuery);
    if (rows[0]?.waiting === 0) return;
    if (performance.now() > deadlineMs) throw new Error(`${rows[0]?.waiting} tenants were not pushed in time`);
    await sleep(20);
  }
}

/** Milliseconds of processor time in a cycle, the mean of some, without what Postgres does for this benchmark's connection (`own`). */
async function perCycle(
  { stack, api, own, cycles }: { stack: BenchStack; api: Contender; own: number; cycles: number },
  change: () => Promise<void>,
) {
  const look = () => [cpuSeconds(api.service.pid), cpuSeconds(stack.postgres.pid) - cpuSeconds(own)];
  const before = look();
  for (let cycle = 0; cycle < cycles; cycle += 1) await Promise.all([change(), sleep(2_000)]);
  const after = look();
  const [apiCpuMs = 0, postgresCpuMs = 0] = after.map((one, i) => ((one - (before[i] ?? 0)) / cycles) * 1000);
  return { apiCpuMs, postgresCpuMs };
}
