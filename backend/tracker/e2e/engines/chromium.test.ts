import { inject } from 'vitest';
import { startChromium } from './chromium.ts';
import { describeEngine } from './describeEngine.ts';

// With a debugger attached Chromium keeps no page that was left.
describeEngine({ name: 'Chromium', needs: [inject('tools').chromium], hasPageCache: false, start: startChromium });
