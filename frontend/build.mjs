// Writes index.html, styles.css, app.js, and what is loaded when it is needed: overview.js (the cards of all metrics), metric.js (the page of
// one), chart.js (what draws graphs), guides.js (the steps for pasting a site tag) and explore.js (the editor for PromQL), into dist or the
// folder that is given. What they share is in files beside them, named by what they hold; index.html asks for those that app.js imports.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = process.argv[2] ?? here('dist');

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const [{ metafile }] = await Promise.all([
  build({
    // What is imported dynamically and is named here gets its own name.
    entryPoints: {
      app: here('src/app.ts'),
      overview: here('src/pages/overview/metricBoard.ts'),
      metric: here('src/pages/metric/metricTabs.ts'),
      chart: here('src/components/graph/plot.ts'),
      guides: here('src/examples/guides/siteGuides.ts'),
      explore: here('src/components/explore/promqlEditor.ts'),
    },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    metafile: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  }),
  build({
    entryPoints: [here('styles.css')],
    outfile: join(outdir, 'styles.css'),
    bundle: true,
    minify: true,
    // light-dark() is theirs, and stays as it is written.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    logLevel: 'warning',
  }),
]);

/** The browser learns of what app.js imports when it reads the page, and not when it has app.js. */
const app = Object.entries(metafile.outputs).find(([name]) => basename(name) === 'app.js')?.[1];
const shared = (app?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
const links = shared.map((name) => `    <link rel="modulepreload" href="${name}" />\n`).join('');
const page = await readFile(here('index.html'), 'utf8');
await writeFile(
  join(outdir, 'index.html'),
  page.replace('    <script type="module"', `${links}    <script type="module"`),
);
