import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../../scripts/stack/rootDir.ts';

/** A code block of a page. */
export interface Block {
  /** As the fence names it; empty when it names none. */
  readonly language: string;
  readonly text: string;
}

const inDocs = readdirSync(join(rootDir, 'docs')).filter((name) => name.endsWith('.md'));

/** Every page that may show code, by its path. */
export const pages: readonly string[] = ['README.md', 'CONTRIBUTING.md', ...inDocs.map((name) => `docs/${name}`)];

/** The code blocks of a page, from top to bottom. */
export function blocksOf(page: string): readonly Block[] {
  const content = readFileSync(join(rootDir, page), 'utf8');
  const fences = content.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms);
  return [...fences].map(([, , language = '', text = '']) => ({ language, text: text.trimEnd() }));
}
