import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../provision/runCommand.ts';

const SOURCES = [
  'backend/src',
  'backend/tracker',
  'backend/package.json',
  'frontend',
  'package-lock.json',
  'tsconfig.base.json',
];
/** Written last by each workspace's build. */
const OUTPUTS = ['backend/dist/main.js', 'frontend/dist/app.js'];
const IGNORED = new Set(['node_modules', 'dist', 'e2e']);

/** Whether a build is missing or older than any source file (tests aside). */
export function needsBuild(rootDir: string): boolean {
  const outputs = OUTPUTS.map((path) => join(rootDir, path));
  if (!outputs.every((path) => existsSync(path))) return true;
  const oldestOutput = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((path) => newest(join(rootDir, path)) > oldestOutput);
}

/** `npm run build`; rejects with its last lines. */
export async function build(rootDir: string, signal?: AbortSignal): Promise<void> {
  await runCommand('npm', ['run', 'build'], { cwd: rootDir, withinMs: 300_000, ...(signal ? { signal } : {}) });
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs;
  const names = readdirSync(path).filter((name) => !IGNORED.has(name));
  return Math.max(0, ...names.map((name) => newest(join(path, name))));
}
