import type { EngineOptions } from './enginePackage.ts';
import { provideFirefox } from './firefox.ts';
import type { ToolState } from './tool.ts';
import { provideWebKit, provideWeston } from './webkit.ts';

/** The browsers beside Chromium in which the tracking script is tried. */
export interface Engines {
  firefox: ToolState;
  webkit: ToolState;
  /** What WebKit is shown on. */
  weston: ToolState;
}

/** Finds the engines, and fetches what is missing where that is allowed. Never rejects except when stopped. */
export async function provideEngines(options: EngineOptions): Promise<Engines> {
  return {
    firefox: await provideFirefox(options),
    webkit: await provideWebKit(options),
    weston: await provideWeston(options),
  };
}
