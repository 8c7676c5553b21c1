import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPortMemory } from './portMemory.ts';
import { preferredPorts } from './preferredPorts.ts';

let localDir: string;
const open = (env: NodeJS.ProcessEnv = {}) => openPortMemory(localDir, preferredPorts(env));

beforeEach(async () => {
  localDir = await mkdtemp(join(tmpdir(), 'uvp-ports-'));
});
afterEach(() => rm(localDir, { recursive: true }));

describe('openPortMemory', () => {
  it('tries first what was taken at the last start', () => {
    const first = open();
    expect(first.candidates('backend')).toEqual([3000]);
    expect(first.remember('backend', 3001)).toBe(' (3000 is taken)');
    expect(first.remember('demo', 3002)).toBe('');
    const second = open();
    expect(second.candidates('backend')).toEqual([3001, 3000]);
    expect(second.remember('backend', 3001)).toBe(' (as at the last start, not 3000)');
    expect(open().remember('backend', 3000)).toBe('');
    expect(open().candidates('backend')).toEqual([3000]);
  });

  it('forgets it when another port is wanted, and keeps none where any would do', () => {
    open().remember('backend', 3001);
    expect(open({ PORT: '4000' }).candidates('backend')).toEqual([4000]);
    const any = open({ PORT: '0' });
    expect(any.candidates('backend')).toEqual([]);
    expect(any.remember('backend', 40_000)).toBe('');
    expect(open().candidates('backend')).toEqual([3001, 3000]);
  });

  it('begins anew with a file that cannot be read', async () => {
    await writeFile(join(localDir, 'ports.json'), '{"backend": 7}');
    expect(open().candidates('backend')).toEqual([3000]);
  });
});
