import { chmodSync, lchownSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresService, startPostgres } from '../../../scripts/stack/postgres.ts';
import { connectDatabase } from './connect.ts';

/** What env.template says of the forms of DATABASE_URL, tried on a server whose certificate it has signed itself. */
describe('a Postgres with TLS and a self-signed certificate', () => {
  let directory: string;
  let postgres: PostgresService;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'uvp-tls-'));
    chmodSync(directory, 0o755);
    const options = {
      binaries: inject('postgresBinaries'),
      dataDir: join(directory, 'postgres'),
      password: 'for-this-test-only',
      durable: false,
    };
    postgres = await startPostgres(options);
    await makeCertificate(postgres.dataDir);
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query('alter system set ssl = on');
    await admin.end();
    await postgres.stop();
    postgres = await startPostgres({ ...options, port: postgres.port });
  });
  afterAll(async () => {
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function makeCertificate(dataDir: string): Promise<void> {
    const [key, certificate] = [join(dataDir, 'server.key'), join(dataDir, 'server.crt')];
    const made = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
    writeFileSync(key, made.private);
    writeFileSync(certificate, made.cert);
    const { uid, gid } = statSync(dataDir);
    for (const file of [key, certificate]) lchownSync(file, uid, gid);
    chmodSync(key, 0o600);
  }

  /** Whether the connections of both ways in are encrypted, or why they are refused. */
  async function connected(query: string): Promise<unknown[]> {
    const url = new URL(postgres.url);
    url.hostname = 'localhost';
    const database = connectDatabase(`${url.href}?${query}`);
    const asked = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';
    const why = (error: Error & { code?: string }) => error.code ?? error.message;
    try {
      return [
        await database.pool.query<{ ssl: boolean }>(asked).then(({ rows }) => rows[0]?.ssl, why),
        await database.sequelize.query(asked).then(([rows]) => (rows[0] as { ssl: boolean }).ssl, why),
      ];
    } finally {
      await database.close();
    }
  }

  it.each([
    ['sslmode=require', [expect.stringMatching(/SELF_SIGNED/), expect.stringMatching(/self-signed/)]],
    ['sslmode=verify-full', [expect.stringMatching(/SELF_SIGNED/), expect.stringMatching(/self-signed/)]],
    ['sslmode=verify-full&sslrootcert=CERTIFICATE', [true, true]],
    ['sslmode=no-verify', [true, true]],
    ['uselibpqcompat=true&sslmode=require', [true, true]],
    ['sslmode=disable', [false, false]],
    ['', [false, false]],
  ])('with %j', async (query, expected) => {
    const certificate = join(postgres.dataDir, 'server.crt');
    expect(await connected(query.replace('CERTIFICATE', certificate))).toEqual(expected);
  });
});
