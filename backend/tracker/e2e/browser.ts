import { type Browser, chromium } from 'playwright-core';
import { visitorAgent } from '../../src/testing/visitorAgent.ts';

/** A browser that can be run, as the provisioner found it. */
export interface BrowserTool {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A browser that does nothing by itself and, to the pages that it opens, is a visitor's: no headless one, and not driven by a program. */
export const visitorSwitches: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--user-agent=${visitorAgent}`,
  '--disable-blink-features=AutomationControlled',
];

/** Starts a Chromium with the web's own security switched on and the back/forward cache as users have it. */
export async function launchBrowser({ binary, args, env }: BrowserTool): Promise<Browser> {
  return chromium.launch({
    executablePath: binary,
    args: [...args, ...visitorSwitches],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    env: { ...process.env, ...env } as Record<string, string>,
  });
}
