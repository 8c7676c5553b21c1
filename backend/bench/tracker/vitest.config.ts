import { defineConfig } from 'vitest/config';

/** The repetitions of the tracking script's rows, with the tools and the Postgres of the tests. */
export default defineConfig({
  test: {
    root: new URL('../../..', import.meta.url).pathname,
    include: ['backend/bench/tracker/*.bench.ts'],
    globalSetup: ['scripts/vitest/globalSetup.ts'],
    reporters: ['default'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
