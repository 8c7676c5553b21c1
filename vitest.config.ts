import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/vitest/summaryReporter.ts';

/**
 * Long faults and what is tried in a shorter form elsewhere: `npm run test:long` and `npm run test:engines` run it. Revoked keys are also
 * in the tests of the API, gateways in those of `backend/src/forwarding`, the addresses of the operator's choosing with a website in
 * `frontend/e2e/firstParty.test.ts`, the demo's site in `scripts/demo/demo.test.ts`, and the engines' scenarios in the tracker's in Chromium.
 */
const long = [
  'backend/src/chosenPaths.test.ts',
  'backend/src/credentialChanges.test.ts',
  'backend/src/forwarding/severalGateways.test.ts',
  'scripts/stack/launchedGateway.test.ts',
  'scripts/stack/launchDemoHistory.test.ts',
  'scripts/demo/history/makeHistory.test.ts',
  'backend/tracker/e2e/engines/**',
];
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
