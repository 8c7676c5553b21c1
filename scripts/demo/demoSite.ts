import { once } from 'node:events';
import { createServer } from 'node:http';

/** A small website that a person can click through; every page carries the script tags. */
export interface DemoSite {
  close(): Promise<void>;
}

const pages: Readonly<Record<string, readonly [title: string, html: string]>> = {
  '/': [
    'Home',
    `<p>Each page of this website carries the script tags of the sample account. Whatever you do here is counted, beside the visitors that
are made up: they come every second, more and fewer of them.</p>
<p><a href="/pricing">See the prices</a>, <a href="/blog/1">read the blog</a> or <a href="/signup">sign up</a>.</p>`,
  ],
  '/pricing': [
    'Pricing',
    `<p>Nothing, or a little. A click on a button is the event <code>signup</code>, with the plan as its label.</p>
<p><button data-uvp-event="signup" data-uvp-label-plan="free">Free</button>
<button data-uvp-event="signup" data-uvp-label-plan="pro">Pro</button></p>`,
  ],
  '/blog/1': ['A first post', '<p>Its path is counted as <code>/blog/:id</code>, together with the next one.</p>'],
  '/blog/2': [
    'A second post',
    '<p>The longer you read this, the more engaged time the page tells of when you leave.</p>',
  ],
  '/signup': [
    'Sign up',
    `<p>The form itself is marked: sending it is the event.</p>
<form data-uvp-event="signup" onsubmit="this.replaceWith('Counted.');return false">
<label>Nothing of what you type is read: <input name="name"></label> <button>Send</button></form>`,
  ],
};

/** Listens on loopback. */
export async function startDemoSite(port: number, scriptTags: readonly string[]): Promise<DemoSite> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://localhost').pathname];
    response.statusCode = page ? 200 : 404;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(render(page ?? ['Not found', '<p>There is no such page.</p>'], page ? scriptTags : []));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function render([title, html]: readonly [string, string], scriptTags: readonly string[]): string {
  const links = Object.entries(pages).map(([path, [name]]) => `<a href="${path}">${name}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – sample website</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; accent-color: #1d4ed8; }
  body { max-width: 40rem; margin: 0 auto; padding: 0 1rem 3rem; font: 1.05rem/1.6 system-ui, sans-serif; }
  nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 1.25rem 0; border-bottom: 1px solid #8884; }
  button, input { font: inherit; padding: 0.4rem 0.9rem; margin: 0.25rem 0.25rem 0.25rem 0; }
</style>
${scriptTags.join('\n')}
<nav>${links.join(' ')}</nav>
<h1>${title}</h1>
${html}
</html>
`;
}
