// Writes index.html, styles.css, app.js, shared.js (what app.js has in common with the files that are loaded later), and what is loaded when it
// is needed: overview.js (the cards of all metrics), chart.js (what draws graphs), guides.js (the steps for pasting a site tag) and explore.js
// (the editor for PromQL); these names and no others, into dist or the folder that is given.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = process.argv[2] ?? here('dist');

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await Promise.all([
  build({
    // What app.ts imports dynamically is named here. What it shares with them is the only chunk.
    entryPoints: {
      app: here('src/app.ts'),
      chart: here('src/components/graph/plot.ts'),
      guides: here('src/examples/guides/siteGuides.ts'),
      overview: here('src/pages/overview/metricBoard.ts'),
      explore: here('src/components/explore/promqlEditor.ts'),
    },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared',
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
  copyFile(here('index.html'), join(outdir, 'index.html')),
]);
