import { describe, expect, it } from 'vitest';
import { createMemoryGateway, insertTenants } from '../testing/forwardingRig.ts';
import { createTestDatabase } from '../testing/testDatabase.ts';
import { startTestPlatform } from '../testing/testPlatform.ts';
import { chooseGateway, gatewayName } from './placement.ts';

describe('gatewayName', () => {
  it.each([
    ['http://gateway:9091', 'http://gateway:9091'],
    ['http://me:secret@gateway:9091', 'http://gateway:9091'],
    ['https://me@gateway/one', 'https://gateway/one'],
  ])('of %s is %s', (url, name) => {
    expect(gatewayName(url)).toBe(name);
  });
});

describe('chooseGateway', () => {
  const names = ['http://a:9091', 'http://b:9091', 'http://c:9091'];
  const tenants = Array.from({ length: 300 }, (_, i) => `tenant-${i}`);

  it('shares tenants evenly, whatever the order of the list, and moves only those whose gateway has left it', () => {
    for (const name of names) {
      const share = tenants.filter((tenant) => chooseGateway(tenant, names) === name).length;
      expect(share).toBeGreaterThan(70);
    }
    for (const tenant of tenants) {
      const chosen = chooseGateway(tenant, names);
      expect(chooseGateway(tenant, names.toReversed())).toBe(chosen);
      if (chosen !== names[2]) expect(chooseGateway(tenant, names.slice(0, 2))).toBe(chosen);
    }
  });

  it('chooses by name: new credentials move nobody', () => {
    const urls = names.map((name) => name.replace('//', '//me:secret@'));
    for (const tenant of tenants) expect(chooseGateway(tenant, urls)).toBe(chooseGateway(tenant, names));
  });
});

it('credentials of a gateway are used to push, stay out of the database, and may change', async () => {
  const database = await createTestDatabase();
  const sinks: string[] = [];
  const gateway = createMemoryGateway('http://gateway:9091');
  const start = (password: string) =>
    startTestPlatform({
      database,
      env: { PUSHGATEWAY_URLS: `http://me:${password}@gateway:9091` },
      createSink(url) {
        sinks.push(url);
        return gateway;
      },
    });
  const [tenant = ''] = await insertTenants(database, 1);
  const first = await start('secret');
  await expect.poll(() => gateway.groups.has(tenant)).toBe(true);
  await first.stop();
  const second = await start('changed');
  gateway.groups.clear();
  gateway.startTime = 'again';
  await expect.poll(() => gateway.groups.has(tenant)).toBe(true);
  await second.stop();
  expect(sinks).toEqual(['http://me:secret@gateway:9091', 'http://me:changed@gateway:9091']);
  const { rows } = await database.pool.query('select gateway_url as url from push_state');
  expect(rows).toEqual([{ url: 'http://gateway:9091' }]);
  const { rows: marks } = await database.pool.query<{ all: string }>(
    'select string_agg(s::text, $1) as all from series s',
    [' '],
  );
  expect(marks[0]?.all).not.toMatch(/secret|changed/);
  await database.drop();
});
