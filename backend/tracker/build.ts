import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { keepParts, type Sections, splitAtMarks, splitSections, type TemplatePart } from './marks.ts';

/** The generated module; it is committed, and build.test.ts proves that it is current. */
export const templatesFile = new URL('../src/tracking-code/templates.generated.ts', import.meta.url);

/** What the generic library is made of. */
const libraryFeatures = new Set(['library', 'full', 'transport.headers']);

/**
 * What stands around the code of a page: nothing of it is seen outside, nothing that it throws leaves it, and it may throw to end
 * itself.
 */
const pageFrame = ['(()=>{try{', '}catch(e){}})()'] as const;

/**
 * Around the code of one client, which makes an expression of it: the names that it takes from a page, for places that are none, and those
 * that a page's script has filled in.
 */
const libraryFrame = [
  `(()=>{var scope=typeof self==="object"?self:globalThis,uvp=scope.uvp=scope.uvp||{};uvp.init=options=>{var self=scope,document=scope.document||{},__UVP_CLIENT__={},__UVP_INTERVAL__=5e3,{apiKey,apiSecret,endpoint}=Object(options),__UVP_CREDENTIALS__={apiKey,apiSecret},__UVP_ENDPOINT__=endpoint?\`\${endpoint}\`.replace(/\\/*$/,"/api/v1/metrics"):__UVP_COLLECTOR__;`,
  ';return __UVP_CLIENT__};return uvp})()',
] as const;

/** Bundles and minifies the runtime, and gives back the text of the generated module. The same sources give the same text. */
export async function renderTemplates(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const [page, readable, library] = await Promise.all([bundlePage(), bundlePage({ readable: true }), bundleLibrary()]);
  return `// Built from backend/tracker by \`npm run tracker --workspace backend\`. Do not edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is JavaScript inside of strings

/** Version of the tracker. */
export const trackerVersion = ${quote(version)};

/** A piece of code and the groups of features that it needs: one of each group must be wanted. */
export type TemplatePart = readonly [needs: readonly (readonly string[])[], code: string];

/** A script in pieces: what comes before, for each metric, and after. */
export interface PageSections {
  readonly before: readonly TemplatePart[];
  readonly metric: readonly TemplatePart[];
  readonly after: readonly TemplatePart[];
}

/** The script of a page, minified. */
export const minifiedPage: PageSections = ${renderSections(page)};

/** The same for people to read. */
export const readablePage: PageSections = ${renderSections(readable)};

/** The generic library, an expression. */
export const libraryCode =
  ${quote(library)};
`;
}

/** The script of a page, in pieces. */
export async function bundlePage({ readable = false } = {}): Promise<Sections<TemplatePart[]>> {
  const [open, close] = pageFrame;
  const { before, metric, after } = splitSections(await bundle('page', !readable));
  return {
    before: splitAtMarks(`${open}${readable ? '\n' : ''}${before}`),
    metric: splitAtMarks(metric),
    after: splitAtMarks(`${readable ? after : after.trimEnd()}${close}`),
  };
}

async function bundleLibrary(): Promise<string> {
  const [before, after] = libraryFrame;
  return keepParts(splitAtMarks(before + (await bundle('client', true)) + after), libraryFeatures);
}

/** ES2018 and ASCII: runs in browsers since 2019 and in a page of any encoding. */
async function bundle(entry: 'page' | 'client', minify: boolean): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`src/${entry}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    minify,
    // Nothing outside of the bundle sees these fields.
    ...(minify && { mangleProps: /_$/, reserveProps: /^__/ }),
    target: 'es2018',
    charset: 'ascii',
    legalComments: 'inline',
    // Without the project's own settings: they would put "use strict" before whatever the code is pasted in front of.
    tsconfigRaw: {},
  });
  // The bundler declares with `var`; `let`, which functions have anyway, compresses better.
  const code = `${(result.outputFiles[0]?.text ?? '').trim().replace(/\bvar /g, 'let ')}\n`;
  // Names of our files, which the bundler puts before the code of each.
  return minify ? code : code.replace(/^\/\/ .*\.ts\n/gm, '');
}

function renderSections(sections: Sections<readonly TemplatePart[]>): string {
  const lists = (['before', 'metric', 'after'] as const).map(
    (name) => `  ${name}: [\n${sections[name].map((part) => renderPart(part).replace(/^/gm, '  ')).join('\n')}\n  ],`,
  );
  return `{\n${lists.join('\n')}\n}`;
}

function renderPart([needs, code]: TemplatePart): string {
  const groups = needs.map((group) => `[${group.map(quote).join(', ')}]`).join(', ');
  const line = `  [[${groups}], ${quote(code)}],`;
  return line.length <= 118 ? line : `  [\n    [${groups}],\n    ${quote(code)},\n  ],`;
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
