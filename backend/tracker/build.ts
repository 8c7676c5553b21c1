import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { keepParts, splitAtMarks, type TemplatePart } from './marks.ts';

/** The generated module; it is committed, and build.test.ts proves that it is current. */
export const templatesFile = new URL('../src/tracking-code/templates.generated.ts', import.meta.url);

/** What the generic library is made of. */
const libraryFeatures = new Set(['library', 'transport.headers', 'type.counter', 'type.gauge', 'type.observations']);

/** Bundles and minifies the runtime, and gives back the text of the generated module. The same sources give the same text. */
export async function renderTemplates(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const page = splitAtMarks(await bundle('page'));
  const library = keepParts(splitAtMarks(await bundle('library')), libraryFeatures);
  return `// Built from backend/tracker by \`npm run tracker --workspace backend\`. Do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is JavaScript inside of strings

/** Version of the tracker. */
export const trackerVersion = ${quote(version)};

/** The script of one configuration in pieces: \`needs\` are groups of features, one of each must be wanted, and the code. */
export const pageParts: readonly (readonly [needs: readonly (readonly string[])[], code: string])[] = [
${page.map(renderPart).join('\n')}
];

/** The generic library. */
export const libraryCode =
  ${quote(library)};
`;
}

/** ES2018 and ASCII: runs in browsers since 2019 and in a page of any encoding. */
export async function bundle(entry: 'page' | 'library'): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`src/${entry}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: 'es2018',
    charset: 'ascii',
    legalComments: 'inline',
    // Without the project's own settings: they would put "use strict" before whatever the code is pasted in front of.
    tsconfigRaw: {},
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  });
  return (result.outputFiles[0]?.text ?? '').trimEnd();
}

function renderPart([needs, code]: TemplatePart): string {
  const groups = needs.map((group) => `[${group.map(quote).join(', ')}]`).join(', ');
  const line = `  [[${groups}], ${quote(code)}],`;
  return line.length <= 120 ? line : `  [\n    [${groups}],\n    ${quote(code)},\n  ],`;
}

/** A literal as the formatter writes it: the quote that needs fewer escapes. */
function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  const singles = text.split("'").length;
  return singles > text.split('"').length
    ? `"${escaped.replaceAll('"', '\\"')}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(templatesFile, await renderTemplates());
