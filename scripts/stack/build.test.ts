import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { needsBuild } from './build.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uvp-build-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Makes a file that was last written at this second. */
function file(path: string, atSecond: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), atSecond, atSecond);
}

describe('needsBuild', () => {
  it('is true until both workspaces are built, and again once a source is newer', () => {
    file('backend/src/app.ts', 100);
    file('frontend/styles.css', 100);
    expect(needsBuild(root)).toBe(true);
    file('backend/dist/main.js', 200);
    expect(needsBuild(root)).toBe(true);
    file('frontend/dist/app.js', 200);
    expect(needsBuild(root)).toBe(false);
    file('backend/src/app.test.ts', 300);
    file('frontend/node_modules/a/index.js', 300);
    expect(needsBuild(root)).toBe(false);
    file('frontend/styles.css', 300);
    expect(needsBuild(root)).toBe(true);
  });
});
