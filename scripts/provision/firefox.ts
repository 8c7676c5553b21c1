import { readFileSync, statSync } from 'node:fs';
import { type EngineOptions, provideEnginePackage } from './enginePackage.ts';
import { findBinary, findOnPath, isExecutable } from './findBinary.ts';
import { foundTool, type ToolState } from './tool.ts';

const NAMES = ['firefox', 'firefox-esr'];
const VARIABLE = 'FIREFOX_BIN';
const MAC_APPLICATION = '/Applications/Firefox.app/Contents/MacOS/firefox';
/** A start script has a few lines; the program itself is much larger. */
const MAX_SCRIPT_BYTES = 10_000;

/** Firefox: FIREFOX_BIN, the PATH, Debian's firefox-esr in the tools directory. Never rejects except when stopped. */
export async function provideFirefox(options: EngineOptions): Promise<ToolState> {
  const named = options.env[VARIABLE] ? findBinary(options.env, VARIABLE, NAMES) : undefined;
  if (named !== undefined) return named;
  const onPath = findOnPath(options.env, NAMES);
  if (onPath !== undefined && !isSnap(onPath)) return foundTool(onPath, 'PATH');
  if (process.platform === 'darwin' && isExecutable(MAC_APPLICATION)) return foundTool(MAC_APPLICATION, 'application');
  const program = 'usr/lib/firefox-esr/firefox-esr';
  return provideEnginePackage({ title: 'Firefox', name: 'firefox-esr', program, variable: VARIABLE }, options);
}

/** A snap cannot read a profile in the temporary directory. */
function isSnap(binary: string): boolean {
  if (binary.startsWith('/snap/')) return true;
  return statSync(binary).size < MAX_SCRIPT_BYTES && readFileSync(binary, 'latin1').includes('/snap/');
}
