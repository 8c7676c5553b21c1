import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { transformSync } from 'esbuild';
import { runCommand } from '../../scripts/provision/runCommand.ts';

/*
 * What a framework makes of the code that it is given, by its rules: the HTML that reaches the browser.
 */

type Attributes = Readonly<Record<string, unknown>>;
type Child = string | readonly Child[];

/** Next.js: the layout is a component. `next/script` with `afterInteractive` inserts the script by itself, which makes it asynchronous. */
export function nextPage(layout: string): string {
  const Script = ({ src, strategy }: Attributes) => {
    if (strategy !== 'afterInteractive') throw new Error(`next/script has another strategy: ${strategy}`);
    return `<script async src="${src}"></script>`;
  };
  const jsx = (tag: string | ((given: Attributes) => string), given: Attributes | null, ...children: Child[]) =>
    typeof tag === 'function' ? tag(given ?? {}) : `<${tag}>${children.flat().join('')}</${tag}>`;
  const { code } = transformSync(layout, { loader: 'tsx', format: 'cjs', jsxFactory: 'jsx' });
  const module = { exports: {} as { default?: (given: { children: string }) => string } };
  run(code, {
    module,
    jsx,
    require: (name: string) => ({ 'next/script': { default: Script, __esModule: true } })[name],
  });
  return module.exports.default?.({ children: 'Shop' }) ?? '';
}

interface NuxtConfig {
  readonly app: { readonly head: { readonly script: readonly { readonly src: string; readonly async: boolean }[] } };
}

/** Nuxt: each entry of `app.head.script` is a script in the head. */
export function nuxtPage(config: string): string {
  const { code } = transformSync(config, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { default?: NuxtConfig } };
  run(code, { module, defineNuxtConfig: (given: NuxtConfig) => given });
  const scripts = module.exports.default?.app.head.script ?? [];
  return scripts.map(({ src, async }) => `<script${async ? ' async' : ''} src="${src}"></script>`).join('');
}

/** WordPress: what is hooked into `wp_head` is printed in the head. */
export async function wordpressPage(php: string, functions: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'uvp-wordpress-'));
  const file = join(directory, 'page.php');
  const hooks = 'function add_action($hook, $print) { if ($hook === "wp_head") $print(); }';
  try {
    await writeFile(file, `<?php ${hooks}\n${functions}\n`);
    return await runCommand(php, [file], { cwd: directory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Google Tag Manager: Custom HTML becomes nodes, and each script of it is made anew, because those that come from `innerHTML` do not run.
 * Only some of its attributes are taken over.
 */
export function insertAsTagManager(html: string): string {
  return `
    const box = document.createElement('div');
    box.innerHTML = ${JSON.stringify(html).replaceAll('</', '<\\/')};
    for (const given of box.querySelectorAll('script')) {
      const made = document.createElement('script');
      made.type = 'text/gtmscript';
      made.text = given.text;
      made.async = true;
      if (given.src) made.src = given.src;
      made.removeAttribute('type');
      document.head.append(made);
    }`;
}

function run(code: string, names: Readonly<Record<string, unknown>>): void {
  const call = new Script(`(function (${Object.keys(names).join(', ')}) {${code}\n})`).runInThisContext() as (
    ...values: unknown[]
  ) => void;
  call(...Object.values(names));
}
