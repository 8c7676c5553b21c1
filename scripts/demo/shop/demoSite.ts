import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pageAt } from './pages.ts';
import { renderPage } from './renderPage.ts';

/** A small shop that a person can click through; every page carries the site tag. */
export interface DemoSite {
  close(): Promise<void>;
}

export interface DemoSiteOptions {
  readonly port: number;
  /** HTML for the head of every page. */
  readonly siteTag: string;
  /** Where people see the numbers. */
  readonly dashboardUrl: string;
}

const files: Readonly<Record<string, readonly [type: string, content: Buffer]>> = {
  '/shop.css': ['text/css; charset=utf-8', readStatic('shop.css')],
  '/shop.js': ['text/javascript; charset=utf-8', readStatic('shop.js')],
};

/** Listens on loopback. */
export async function startDemoSite({ port, siteTag, dashboardUrl }: DemoSiteOptions): Promise<DemoSite> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = files[url.pathname];
    if (file !== undefined) {
      response.setHeader('Content-Type', file[0]);
      response.end(file[1]);
      return;
    }
    const page = pageAt(url);
    response.statusCode = page.status;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(renderPage(page, url.pathname, siteTag, dashboardUrl));
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

function readStatic(name: string): Buffer {
  return readFileSync(new URL(`./static/${name}`, import.meta.url));
}
