import { inject } from 'vitest';
import { describeEngine } from './describeEngine.ts';
import { startFirefox } from './firefox.ts';
import { webDriverEngine } from './webDriverEngine.ts';

describeEngine({
  name: 'Firefox',
  needs: [inject('engines').firefox],
  hasPageCache: true,
  start: async (firefox) => webDriverEngine(await startFirefox(firefox)),
});
