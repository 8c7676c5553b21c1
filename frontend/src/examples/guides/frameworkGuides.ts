import type { Guide, MakeSnippet, SiteAddresses } from './guide.ts';

/** Websites that are made in code. */
export function frameworkGuides({ scriptTag, scriptUrl }: SiteAddresses, make: MakeSnippet): readonly Guide[] {
  const nextLayout = `import Script from 'next/script';

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="${scriptUrl}" strategy="afterInteractive" />
      </body>
    </html>
  );
}`;
  const nuxtConfig = `export default defineNuxtConfig({
  app: {
    head: {
      script: [{ src: '${scriptUrl}', async: true }],
    },
  },
});`;
  const svelteApp = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${scriptTag}
    %sveltekit.head%
  </head>
  <body data-sveltekit-preload-data="hover">
    <div style="display: contents">%sveltekit.body%</div>
  </body>
</html>`;
  const astroLayout = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    ${scriptTag.replaceAll('<script ', '<script is:inline ')}
  </head>
  <body>
    <slot />
  </body>
</html>`;
  return [
    {
      title: 'HTML',
      steps: [
        {
          text: 'Paste the tag before `</head>`, on every page. If the pages share a template, once in the template is enough.',
        },
        { text: 'Publish the pages.' },
      ],
    },
    {
      title: 'Next.js',
      steps: [
        {
          text: 'Add the import and the `<Script>` element to `app/layout.tsx`.',
          code: make('app/layout.tsx', 'tsx', nextLayout),
        },
        { text: 'Deploy. Every route of the app counts as a page view, without further code.' },
      ],
      notes: ['With the Pages Router, put the same two lines into `pages/_app.tsx`.'],
    },
    {
      title: 'Nuxt',
      steps: [
        { text: 'Add the script to `nuxt.config.ts`.', code: make('nuxt.config.ts', 'ts', nuxtConfig) },
        { text: 'Build and deploy. Every route counts as a page view, without further code.' },
      ],
    },
    {
      title: 'SvelteKit',
      steps: [
        { text: 'Paste the tag into the head of `src/app.html`.', code: make('src/app.html', 'html', svelteApp) },
        { text: 'Build and deploy. Every route counts as a page view, without further code.' },
      ],
    },
    {
      title: 'Astro',
      steps: [
        {
          text: 'Paste the tag into the head of the layout that all pages use, such as `src/layouts/Layout.astro`. `is:inline` keeps Astro from bundling it.',
          code: make('src/layouts/Layout.astro', 'html', astroLayout),
        },
        { text: 'Build and deploy. View transitions count as page views, too.' },
      ],
    },
    {
      title: 'React, Vue, Angular',
      steps: [
        {
          text: 'Paste the tag before `</head>` in `index.html`: at the root of a Vite project, in `src` for Angular.',
        },
        { text: 'Build and deploy. Every route counts as a page view, without further code.' },
      ],
      notes: [
        'If the router puts its routes behind a `#`, ask the owner to switch on “Routes are in the hash” in the metric’s form.',
      ],
    },
  ];
}
