import { join } from 'node:path';
import { rootDir } from './stack/rootDir.ts';
import { describeTools } from './vitest/describeTools.ts';
import { describeMissing, provideEnginesForTests } from './vitest/provisionForTests.ts';
import { run } from './vitest/run.ts';

/*
 * npm run test:engines: the tracking script's scenarios in Chromium, Firefox and WebKitGTK. What is not on this machine is downloaded on
 * Debian (about 180 MB, once). Arguments go to vitest. Fails when an engine cannot be had.
 */
const engines = await provideEnginesForTests(true, (line) => console.log(line));
for (const line of describeTools(engines)) console.log(line);
const vitest = join(rootDir, 'node_modules/vitest/vitest.mjs');
const code = await run(process.execPath, [vitest, 'run', 'backend/tracker/e2e/engines', ...process.argv.slice(2)], {
  UVP_LONG_TESTS: '1',
});
const missing = describeMissing(engines);
for (const line of missing) console.log(`not tried for want of ${line}`);
process.exitCode = missing.length > 0 ? 1 : code;
