import pg from 'pg';
import { countSamples } from './countSamples.ts';
import { createExpressStack } from './expressStack.ts';

/** The straightforward durable server: one transaction a request, one upsert for all of its samples, a ledger of batch ids. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(`
  create table if not exists bench_totals (series text primary key, value double precision not null) with (fillfactor = 50);
  create table if not exists bench_ledger (batch_id text primary key);
`);

interface Batch {
  batchId: string;
  metrics: { name: string; value: number; labels: Record<string, string> }[];
}

async function store(body: unknown): Promise<number> {
  const accepted = countSamples(body);
  const { batchId, metrics } = body as Batch;
  const totals = new Map<string, number>();
  for (const { name, value, labels } of metrics) {
    const series = `${name}${JSON.stringify(labels)}`;
    totals.set(series, (totals.get(series) ?? 0) + value);
  }
  const rows = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into bench_ledger (batch_id) values ($1)', [batchId]);
    await client.query(
      `insert into bench_totals (series, value) select * from unnest($1::text[], $2::double precision[])
       on conflict (series) do update set value = bench_totals.value + excluded.value`,
      [rows.map(([series]) => series), rows.map(([, value]) => value)],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return accepted;
}

createExpressStack(store).listen(Number(process.env.PORT), '127.0.0.1');
