import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { provideBundledChromium } from './bundledChromium.ts';
import { findBinary, isExecutable } from './findBinary.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { foundTool, missingTool, type ToolState } from './tool.ts';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'chromium-headless-shell',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/**
 * A browser for tests, to be launched with playwright-core: `chromium.launch({ executablePath: binary, args, env:
 * { ...process.env, ...env } })`. In this order: CHROME_PATH, an installed Chrome, Chromium or Edge, what
 * `playwright install` left behind, the npm package @sparticuz/chromium. Nothing is installed into the system, and
 * web security is never switched off.
 */
export async function provideChromium(options: ProvisionOptions): Promise<ToolState> {
  const named = findBinary(options.env, 'CHROME_PATH', NAMES);
  if (named !== undefined) return named;
  const application = MAC_APPLICATIONS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const installed = process.platform === 'darwin' ? application.find(isExecutable) : undefined;
  if (installed !== undefined) return foundTool(installed, 'application');
  const cached = findPlaywrightBrowser(options.env);
  if (cached !== undefined) return foundTool(cached, 'playwright cache');
  try {
    return await provideBundledChromium(options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return missingTool(reason.replaceAll(/\s*\n\s*/g, ' | '), 'install Chrome or Chromium, or set CHROME_PATH');
  }
}

/** The newest Chromium in Playwright's cache; its layout: https://playwright.dev/docs/browsers#managing-browser-binaries */
function findPlaywrightBrowser(env: NodeJS.ProcessEnv): string | undefined {
  const cache =
    env.PLAYWRIGHT_BROWSERS_PATH ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright');
  const files = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-linux/headless_shell',
    'chrome-headless-shell-linux64/chrome-headless-shell',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  ];
  return (existsSync(cache) ? readdirSync(cache) : [])
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => files.map((file) => join(cache, name, file)))
    .find(isExecutable);
}
