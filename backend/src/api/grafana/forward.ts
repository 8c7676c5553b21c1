import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { UnavailableError } from '../../errors.ts';

/** Sends a request on to Grafana and its answer back, both as they come. Throws UnavailableError when Grafana does not answer. */
export type Forward = (req: Request, res: Response, how: Forwarding) => Promise<void>;

export interface Forwarding {
  /** Path and query at Grafana. */
  readonly target: string;
  /** Who asks; undefined for files that everybody may have. */
  readonly assertion: string | undefined;
  /** Address of the browser. */
  readonly clientAddress: string;
  /** Called instead of answering when Grafana wants the browser to sign in. */
  readonly onSignInWanted: () => void;
}

/** Grafana gives a query 60 s. */
const timeoutMs = 65_000;
const maxListeners = 20;

/**
 * All that goes to Grafana of what a browser sends. A list of what may pass also stops what is not known today: of the headers that
 * Grafana believes, X-JWT-Assertion, X-WEBAUTH-*, X-Grafana-*, X-DS-Authorization, Authorization and cookies.
 */
const passedOn = [
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-length',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'range',
  'user-agent',
  'x-cache-skip',
  'x-dashboard-title',
  'x-dashboard-uid',
  'x-datasource-uid',
  'x-panel-id',
  'x-panel-plugin-id',
  'x-panel-title',
  'x-plugin-id',
  'x-query-group-id',
  'x-request-id',
  'x-requested-with',
] as const;

/** Of an answer, what is the connection's own (RFC 9110, 7.6.1), and what would sign in here or ask for a password. */
const keptBack: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

export interface ForwardOptions {
  /** A browser that takes nothing of an answer for so long is given up: what it has not taken is held here. */
  readonly readerMayPauseMs?: number;
}

/**
 * A proxy for Grafana alone. http-proxy-middleware was decided against: its version 4 needs Node 22, version 3 stands on `http-proxy`,
 * unmaintained since 2020; and both take headers away by name where this one starts from none.
 */
export function createForward(
  grafanaUrl: string,
  publicUrl: string,
  { readerMayPauseMs = 20_000 }: ForwardOptions = {},
): Forward {
  const upstream = new URL(grafanaUrl);
  const isHttps = upstream.protocol === 'https:';
  const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = isHttps ? httpsRequest : httpRequest;
  const outside = new URL(publicUrl);

  return async (req, res, { target, assertion, clientAddress, onSignInWanted }) => {
    const headers: Record<string, string | string[]> = {};
    for (const name of passedOn) {
      const value = req.headers[name];
      if (value !== undefined) headers[name] = value;
    }
    headers.host = outside.host;
    headers['x-forwarded-for'] = clientAddress;
    headers['x-forwarded-host'] = outside.host;
    headers['x-forwarded-proto'] = outside.protocol.slice(0, -1);
    if (assertion !== undefined) headers['x-jwt-assertion'] = assertion;
    const outgoing = send({
      agent,
      protocol: upstream.protocol,
      // Of an IPv6 address without its brackets.
      hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
      port: upstream.port,
      method: req.method,
      path: target,
      headers,
      timeout: timeoutMs,
    });
    // Ours and those of the pipeline are more than the ten at which Node suspects a leak.
    res.setMaxListeners(maxListeners);
    res.once('close', () => outgoing.destroy());
    const answer = await answerTo(req, outgoing).catch((cause: unknown) => {
      if (res.destroyed) return undefined;
      throw new UnavailableError('grafana_unavailable', 'Grafana does not answer right now.', 5, { cause });
    });
    if (answer === undefined) return;
    if (wantsSignIn(answer)) {
      answer.resume();
      onSignInWanted();
      return;
    }
    // Ours is for the dashboard; Grafana's pages bring their own.
    res.removeHeader('Content-Security-Policy');
    res.statusCode = answer.statusCode ?? 502;
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !keptBack.has(name)) res.setHeader(name, value);
    }
    // Grafana may pause: only what the browser has not taken is held here.
    res.setTimeout(readerMayPauseMs, () => {
      if (res.writableLength > 0) res.destroy();
    });
    // Whoever broke it off, the other side learns of it by the connection that ends.
    await pipeline(answer, res).catch(() => res.destroy());
  };
}

function answerTo(req: Request, outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays: after the answer has begun, the pipeline reports what goes wrong.
    outgoing.on('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('Grafana took too long')));
    req.pipe(outgoing);
  });
}

function wantsSignIn({ statusCode = 0, headers }: IncomingMessage): boolean {
  return statusCode >= 300 && statusCode < 400 && /\/login([?/]|$)/.test(headers.location ?? '');
}
