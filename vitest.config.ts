import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/vitest/summaryReporter.ts';

export default defineConfig({
  test: {
    include: ['{backend,docs,frontend,grafana,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
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
