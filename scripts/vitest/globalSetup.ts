import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../stack/postgres.ts';
import { makeOwnedDirectory, removeAbandonedDirectories } from './ownedDirectory.ts';
import { describeMissing, provideEnginesForTests, provisionForTests } from './provisionForTests.ts';
import './providedContext.ts';

/**
 * Runs once before all test files, in the main process: provisions the tools and starts one Postgres for everybody, in
 * a temporary directory, without crash safety. `TEST_DATABASE_URL` names an existing server instead. (DATABASE_URL is
 * passed over on purpose: in a shell that has it, it names a database that people use.)
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const { tools, postgresBinaries } = await provisionForTests((line) => console.log(line));
  for (const line of describeMissing(tools)) console.log(`tests skipped for want of ${line}`);
  project.provide('tools', tools);
  // Only `npm run test:engines` has tests for them, and says itself which are missing.
  project.provide('engines', await provideEnginesForTests());
  project.provide('postgresBinaries', postgresBinaries);

  const external = process.env.TEST_DATABASE_URL;
  if (external !== undefined && external !== '') {
    project.provide('postgresUrl', external);
    return async () => {};
  }
  await removeAbandonedDirectories();
  const directory = makeOwnedDirectory();
  const postgres = await startPostgres({
    binaries: postgresBinaries,
    dataDir: join(directory, 'postgres'),
    durable: false,
    maxConnections: 200,
  });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
