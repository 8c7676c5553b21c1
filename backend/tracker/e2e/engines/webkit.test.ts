import { inject } from 'vitest';
import { describeEngine } from './describeEngine.ts';
import { webDriverEngine } from './webDriverEngine.ts';
import { startWebKit } from './webkit.ts';

const { webkit, weston } = inject('engines');

describeEngine({
  name: 'WebKitGTK',
  needs: [webkit, weston],
  hasPageCache: true,
  start: async (driver, screen) => webDriverEngine(await startWebKit(driver, screen)),
});
