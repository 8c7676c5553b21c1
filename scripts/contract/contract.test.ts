import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rootDir } from '../stack/rootDir.ts';
import { generatedFiles } from './generatedFiles.ts';

it.each(Object.entries(generatedFiles))('%s is current: otherwise run `npm run contract`', (file, text) => {
  expect(readFileSync(join(rootDir, file), 'utf8')).toBe(text());
});
