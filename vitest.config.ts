import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/vitest/summaryReporter.ts';

/**
 * What other tests have a short form of: `npm run test:long` and `npm run test:engines` run it. The addresses of the operator's choosing are
 * tried with a website in `frontend/e2e/firstParty.test.ts`, the scenarios of the engines in the tracker's other tests in Chromium.
 */
const long = ['backend/src/chosenPaths.test.ts', 'backend/tracker/e2e/engines/**'];
const hasLong = process.env.UVP_LONG_TESTS === '1';

export default defineConfig({
  test: {
    include: ['{backend,docs,frontend,grafana,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(hasLong ? [] : long)],
    globalSetup: ['scripts/vitest/globalSetup.ts'],
    reporters: ['default', new SummaryReporter()],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    teardownTimeout: 20_000,
    passWithNoTests: false,
    // Prometheus shows a first sample up to five seconds and a scrape interval after its start.
    expect: { poll: { timeout: 20_000, interval: 100 } },
  },
});
