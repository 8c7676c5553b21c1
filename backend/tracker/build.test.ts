import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { renderTemplates, templatesFile } from './build.ts';

describe('templates.generated.ts', () => {
  it('is what the runtime builds to: otherwise run `npm run tracker --workspace backend`', async () => {
    expect(await readFile(templatesFile, 'utf8')).toBe(await renderTemplates());
  });
});
