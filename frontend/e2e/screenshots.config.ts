import { defineConfig } from 'vitest/config';

/** `npm run screenshots`: pictures of every screen for the documentation, not a test of anything. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['frontend/e2e/screenshots.ts'],
    globalSetup: ['scripts/vitest/globalSetup.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 100 } },
  },
});
