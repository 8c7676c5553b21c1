import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installOnce } from './toolsDirectory.ts';

let toolsDir: string;

beforeEach(() => {
  toolsDir = mkdtempSync(join(tmpdir(), 'uvp-tools-'));
});
afterEach(() => rmSync(toolsDir, { recursive: true }));

describe('installOnce', () => {
  it('gives everybody the same complete directory when several build at once', async () => {
    const arrived: (() => void)[] = [];
    const everybody = new Promise<void>((resolve) => {
      arrived.push(resolve);
    });
    let builders = 0;
    const build = async (into: string) => {
      builders += 1;
      if (builders === 3) for (const go of arrived) go();
      await everybody;
      writeFileSync(join(into, 'program'), 'complete');
    };
    const paths = await Promise.all([1, 2, 3].map(() => installOnce(toolsDir, 'tool', build)));
    expect(new Set(paths)).toEqual(new Set([join(toolsDir, 'tool')]));
    expect(readdirSync(toolsDir)).toEqual(['tool']);
    expect(readdirSync(join(toolsDir, 'tool'))).toEqual(['program']);

    await installOnce(toolsDir, 'tool', build);
    expect(builders).toBe(3);
  });

  it('leaves nothing behind when the build fails, and tries again the next time', async () => {
    await expect(installOnce(toolsDir, 'tool', () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
    expect(readdirSync(toolsDir)).toEqual([]);
    await installOnce(toolsDir, 'tool', async (into) => writeFileSync(join(into, 'program'), ''));
    expect(readdirSync(join(toolsDir, 'tool'))).toEqual(['program']);
  });
});
