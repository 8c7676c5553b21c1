import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../../config.ts';
import {
  MethodNotAllowedError,
  PayloadTooLargeError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnsupportedMediaTypeError,
} from '../../errors.ts';
import { addressKey, clientAddress } from '../../http/clientAddress.ts';
import type { AnswerFailure } from '../../http/errorHandler.ts';
import { createHitCounter, type HitCounter } from '../../http/hitCounter.ts';
import { discardBody, readBody } from '../../http/readBody.ts';
import { type Authenticate, RefusedSender, type Sender } from '../../ingestion/authenticate.ts';
import type { Ingest } from '../../ingestion/ingest.ts';
import type { KeyUsage } from '../../ingestion/keyUsage.ts';
import { type PayloadLimits, parseJson, parsePayload, takeCredentials } from '../../ingestion/payload.ts';
import { toRejectionCode } from '../../ingestion/rejection.ts';
import type { Logger } from '../../logger.ts';

/** Answers one request to `/api/v1/metrics`, whichever door it came through; never throws. */
export type IngestHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const serverLimits: PayloadLimits & { bytes: number } = { bytes: 1024 * 1024, samples: 1_000, values: 20_000 };
const browserLimits: PayloadLimits & { bytes: number } = { bytes: 64 * 1024, samples: 500, values: 500 };

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

const preflightHeaders = {
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers':
    'Content-Type, Content-Encoding, X-API-Key, X-API-Secret, Idempotency-Key, X-Request-Id',
  'Access-Control-Max-Age': '86400',
} as const;

const failedTooOften = 'Too many failed attempts from this address.';
const tooManyFromAddress = 'Too many requests from this address.';

/**
 * The whole of `POST /api/v1/metrics` on Node's request and response: CORS on every answer, credentials from the headers or, in a
 * text/plain body (a CORS simple request), from the body, limits, and 202 after COMMIT.
 */
export function createIngestHandler(deps: {
  config: Config;
  logger: Logger;
  authenticate: Authenticate;
  ingest: Ingest;
  keyUsage: KeyUsage;
  answerFailure: AnswerFailure;
}): IngestHandler & { close(): void } {
  const { rateLimits, trustProxyHops } = deps.config;
  const failedAuth = createHitCounter({ limit: rateLimits.failedAuthPerMinute, windowSeconds: 60 });
  // So many in the window that the mean is the rate and all of it may come at once: the burst.
  const perBrowser = createHitCounter({
    limit: rateLimits.browserBurst,
    windowSeconds: rateLimits.browserBurst / rateLimits.browserPerSecond,
  });
  const perKey = createHitCounter({ limit: rateLimits.ingestPerKeyPerSecond, windowSeconds: 1 });

  /** Who sends, within the limits of their kind: past them nobody is worth reading a body for. */
  async function identify(req: IncomingMessage, apiKey: string, apiSecret: string, address: string): Promise<Sender> {
    const credentials = { apiKey, apiSecret, origin: req.headers.origin };
    const mayLookUp = async () => (await failedAuth.peek(address)).allowed;
    const sender = await deps.authenticate(credentials, mayLookUp).catch(async (error: unknown) => {
      if (error instanceof UnauthenticatedError) await take(failedAuth, address, failedTooOften);
      if (error instanceof RefusedSender) {
        // Each one costs a commit, and whoever has a page's token can send as many as they like.
        await take(perBrowser, address, tooManyFromAddress);
        countRefusal(error);
      }
      throw error;
    });
    if (sender.onlyConfigId !== undefined) await take(perBrowser, address, tooManyFromAddress);
    else await take(perKey, sender.apiKeyId, 'Too many requests with this API key.');
    return sender;
  }

  function countRefusal({ tenantId, metricConfigId, code, message }: RefusedSender): void {
    deps.ingest
      .countRefusal(tenantId, { code: toRejectionCode(code), detail: message, metricConfigId })
      .catch((error: unknown) => deps.logger.warn('a refusal was not counted', { error }));
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(corsHeaders)) res.setHeader(name, value);
    if (req.method === 'OPTIONS') {
      res.writeHead(204, preflightHeaders).end();
      return;
    }
    if (req.method !== 'POST') throw new MethodNotAllowedError('Samples are sent with POST.', 'POST, OPTIONS');
    const address = addressKey(clientAddress(req, trustProxyHops));
    const { sender, body } = await readRequest(req, address);
    const limits = sender.onlyConfigId === undefined ? serverLimits : browserLimits;
    const payload = parsePayload(body, header(req, 'idempotency-key'), limits);
    const result = await deps.ingest.ingest(sender, payload);
    deps.keyUsage.used(sender.apiKeyId, sender.previousSecretHash);
    res.writeHead(202, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(result));
  }

  /** Credentials in the headers are checked before the body is read; in a text/plain body they come with it. */
  async function readRequest(req: IncomingMessage, address: string): Promise<{ sender: Sender; body: unknown }> {
    const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    const apiKey = header(req, 'x-api-key');
    const apiSecret = header(req, 'x-api-secret');
    if (type !== 'application/json' && type !== 'text/plain') {
      throw new UnsupportedMediaTypeError(
        'Send the body as application/json, or as text/plain with the credentials in it.',
      );
    }
    if (apiKey !== undefined && apiSecret !== undefined) {
      const sender = await identify(req, apiKey, apiSecret, address);
      const { bytes } = sender.onlyConfigId === undefined ? serverLimits : browserLimits;
      return { sender, body: parseJson(await readBody(req, bytes)) };
    }
    if (type === 'application/json') {
      throw new UnauthenticatedError(
        'Send the headers X-API-Key and X-API-Secret.',
        'missing_api_key',
        'ApiKey realm="uvp"',
      );
    }
    const text = await readBody(req, serverLimits.bytes);
    const { credentials, rest } = takeCredentials(parseJson(text));
    const sender = await identify(req, credentials.apiKey, credentials.apiSecret, address);
    if (sender.onlyConfigId !== undefined && Buffer.byteLength(text) > browserLimits.bytes) {
      throw new PayloadTooLargeError(`The body is larger than ${browserLimits.bytes / 1024} KiB.`);
    }
    return { sender, body: rest };
  }

  const handler: IngestHandler = async (req, res) => {
    try {
      await answer(req, res);
    } catch (error) {
      if (!(await discardBody(req))) res.setHeader('Connection', 'close');
      deps.answerFailure(req, res, error);
    }
  };
  return Object.assign(handler, {
    close() {
      for (const counter of [failedAuth, perBrowser, perKey]) counter.close();
    },
  });
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** @throws TooManyRequestsError past the limit */
async function take(counter: HitCounter, key: string, detail: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await counter.hit(key);
  if (!allowed) throw new TooManyRequestsError(`${detail} Wait a little.`, retryAfterSeconds);
}
