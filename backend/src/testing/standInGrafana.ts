import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import jwt from 'jsonwebtoken';
import { parse } from 'yaml';

/** A request as it reached Grafana. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The login of a sign-in that was accepted. */
  readonly login: string | undefined;
}

/** What a page asks the stand-in at `/api/ds/query`: Grafana's own form, without what it does not read. Times are Unix seconds. */
export interface StandInQuestion {
  readonly queries: readonly { readonly expr: string; readonly instant?: boolean }[];
  readonly from: string;
  readonly to: string;
}

/** Grafana's part in the tests, because Grafana itself is in neither npm nor Debian. */
export interface StandInGrafana {
  readonly url: string;
  readonly seen: SeenRequest[];
  stop(): Promise<void>;
}

const grafanaDir = fileURLToPath(new URL('../../../grafana/', import.meta.url));

/**
 * Reads the real grafana.ini and data source file, and does with them what Grafana's source does: it checks X-JWT-Assertion with the
 * public key and the expected claims, sends others to its login page, and puts the data source's questions with the token and the
 * login of the person who is signed in. Everything that arrives is recorded.
 * @param env what the two files refer to
 */
export async function startStandInGrafana(env: Readonly<Record<string, string>>): Promise<StandInGrafana> {
  const settings = readIni(expand(readFileSync(`${grafanaDir}grafana.ini`, 'utf8'), env));
  const [datasource] = parse(expand(readFileSync(`${grafanaDir}provisioning/datasources/uvp.yml`, 'utf8'), env))
    .datasources as [{ url: string; uid: string; secureJsonData: { httpHeaderValue1: string } }];
  const base = new URL(settings['server.root_url'] ?? '').pathname.replace(/\/$/, '');
  const seen: SeenRequest[] = [];

  function loginOf(req: IncomingMessage): string | undefined {
    const token = req.headers[(settings['auth.jwt.header_name'] ?? '').toLowerCase()];
    const expected = JSON.parse(settings['auth.jwt.expect_claims'] ?? '{}') as { iss: string; aud: string };
    try {
      const key = readFileSync(settings['auth.jwt.key_file'] ?? '', 'utf8');
      const claims = jwt.verify(String(token), key, {
        algorithms: ['ES256'],
        issuer: expected.iss,
        audience: expected.aud,
      });
      return typeof claims === 'string' ? undefined : (claims[settings['auth.jwt.username_claim'] ?? ''] as string);
    } catch {
      return undefined;
    }
  }

  async function ask(login: string, path: string, form: URLSearchParams | undefined): Promise<Response> {
    return fetch(`${datasource.url}/${path}`, {
      method: form ? 'POST' : 'GET',
      headers: { Authorization: datasource.secureJsonData.httpHeaderValue1, 'X-Grafana-User': login },
      ...(form && { body: form }),
    });
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readAll(req);
    const url = req.url ?? '';
    const login = loginOf(req);
    seen.push({ method: req.method ?? '', url, headers: req.headers, body, login });
    const [path = '', query] = url.replace(base, '').split('?');
    res.setHeader('Set-Cookie', 'grafana_session=stand-in; Path=/grafana');
    if (url === '/api/health') return send(res, 200, { database: 'ok' });
    if (path.startsWith('/public/')) return send(res, 200, 'asset', 'text/javascript');
    if (login === undefined) {
      res.setHeader('WWW-Authenticate', 'Basic realm="Grafana"');
      if (path.startsWith('/api/')) return send(res, 401, { message: 'Unauthorized' });
      res.setHeader('Location', `${base}/login`);
      return send(res, 302, '');
    }
    if (path === '/api/ds/query') {
      const { queries, from, to } = JSON.parse(body) as StandInQuestion;
      const answers = queries.map(async ({ expr, instant }) => {
        const form = new URLSearchParams(
          instant ? { query: expr, time: to } : { query: expr, start: from, end: to, step: '1' },
        );
        return (await ask(login, `api/v1/${instant ? 'query' : 'query_range'}`, form)).json() as Promise<unknown>;
      });
      return send(res, 200, await Promise.all(answers));
    }
    const resource = /^\/api\/datasources\/uid\/[\w-]+\/resources\/(.*)$/.exec(path)?.[1];
    if (resource !== undefined) {
      const got = await ask(login, query === undefined ? resource : `${resource}?${query}`, undefined);
      return send(res, got.status, await got.text(), 'application/json');
    }
    res.setHeader('Content-Security-Policy', "script-src 'nonce-grafana'");
    res.setHeader('Cache-Control', 'no-store');
    send(res, 200, `<html>${path} for ${login}</html>`, 'text/html');
  }

  const server = createServer((req, res) => {
    void answer(req, res).catch((error: unknown) => send(res, 500, String(error), 'text/plain'));
  });
  await new Promise<void>((resolve) => server.listen(Number(env.PORT ?? 0), '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(res: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function readAll(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** `$NAME` and `${NAME}` of the variables that are given; what only looks like one stays. */
function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, bare, braced) => env[bare ?? braced] ?? whole);
}

/** `section.key` to value. */
export function readIni(text: string): Record<string, string> {
  const settings: Record<string, string> = {};
  let section = '';
  for (const line of text.split('\n').map((part) => part.trim())) {
    const name = /^\[(.+)\]$/.exec(line)?.[1];
    const [key, ...value] = line.split('=');
    if (name !== undefined) section = name;
    else if (key && value.length > 0 && !line.startsWith('#')) {
      settings[`${section}.${key.trim()}`] = value.join('=').trim();
    }
  }
  return settings;
}
