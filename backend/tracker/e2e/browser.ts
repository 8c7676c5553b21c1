import { type Browser, chromium } from 'playwright-core';

/** A browser that can be run, as the provisioner found it. */
export interface BrowserTool {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a Chromium with the web's own security switched on and the back/forward cache as users have it. */
export async function launchBrowser({ binary, args, env }: BrowserTool): Promise<Browser> {
  return chromium.launch({
    executablePath: binary,
    args: [
      ...args,
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    env: { ...process.env, ...env } as Record<string, string>,
  });
}
