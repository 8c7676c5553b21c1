import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../../config.ts';
import { limits } from '../../contract/limits.ts';
import {
  MethodNotAllowedError,
  PayloadTooLargeError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnsupportedMediaTypeError,
} from '../../errors.ts';
import { createByteBudget } from '../../http/byteBudget.ts';
import { addressKey, clientAddress } from '../../http/clientAddress.ts';
import type { AnswerFailure } from '../../http/errorHandler.ts';
import { createHitCounter, type HitCounter } from '../../http/hitCounter.ts';
import type { Observe } from '../../http/observe.ts';
import { collectBody, discardBody, readBody, readUnauthenticatedBody } from '../../http/readBody.ts';
import { createContext, keepContext, type RequestContext } from '../../http/requestContext.ts';
import { type Authenticate, type RecognizeServer, RefusedSender, type Sender } from '../../ingestion/authenticate.ts';
import type { Ingest, IngestResult } from '../../ingestion/ingest.ts';
import type { IngestKnown } from '../../ingestion/ingestKnown.ts';
import type { KeyUsage } from '../../ingestion/keyUsage.ts';
import { type PayloadLimits, parseJson, parsePayload, takeCredentials } from '../../ingestion/payload.ts';
import { toRejectionCode } from '../../ingestion/rejection.ts';
import { inTime, senderWaitMs, waitedTooLong } from '../../ingestion/senderWait.ts';
import type { Logger } from '../../logger.ts';
import { constantHeaders, preflightHeaders } from './metrics.headers.ts';

/** Answers one request to `/api/v1/metrics`; never throws. */
export type IngestHandler = (req: IncomingMessage, res: ServerResponse) => void;

const serverLimits: PayloadLimits & { bytes: number } = {
  bytes: 1024 * 1024,
  samples: limits.batch.samples,
  values: 20_000,
};
const browserLimits: PayloadLimits & { bytes: number } = { bytes: 64 * 1024, samples: 500, values: 500 };
/** As much as a page may send, as long as it takes on a bad line. */
const unauthenticatedLimits = { maxBytes: 64 * 1024, withinMs: 5_000 };

const route = '/api/v1/metrics';
const failedTooOften = 'Too many failed attempts from this address.';
const tooManyFromAddress = 'Too many requests from this address.';

/**
 * The whole of `POST /api/v1/metrics` on Node's request and response: CORS on every answer, credentials from the headers or, in a
 * text/plain body (a CORS simple request), from the body, limits, and 202 after COMMIT.
 *
 * A server whose key is in memory and whose samples are all of known series takes a short way: no promise, no look at its address.
 * Everybody else takes the full way; both have the same answers.
 */
export function createIngestHandler(deps: {
  config: Config;
  logger: Logger;
  authenticate: Authenticate;
  recognizeServer: RecognizeServer;
  ingest: Ingest;
  ingestKnown: IngestKnown;
  keyUsage: KeyUsage;
  observe: Observe;
  answerFailure: AnswerFailure;
}): IngestHandler & { close(): void } {
  const { rateLimits, trustProxyHops, publicUrl } = deps.config;
  const headers = constantHeaders({ https: publicUrl.startsWith('https:') });
  const failedAuth = createHitCounter({ limit: rateLimits.failedAuthPerMinute, windowSeconds: 60 });
  // So many in the window that the mean is the rate and all of it may come at once: the burst.
  const perBrowser = createHitCounter({
    limit: rateLimits.browserBurst,
    windowSeconds: rateLimits.browserBurst / rateLimits.browserPerSecond,
  });
  const perKey = createHitCounter({ limit: rateLimits.ingestPerKeyPerSecond, windowSeconds: 1 });
  const unauthenticated = createByteBudget(deps.config.unauthenticatedBodiesMiB * 1024 * 1024);
  const keysAreLimited = rateLimits.ingestPerKeyPerSecond > 0;

  /** Who sends, within the limits of their kind: past them nobody is worth reading a body for. */
  async function identify(req: IncomingMessage, apiKey: string, apiSecret: string): Promise<Sender> {
    const address = addressKey(clientAddress(req, trustProxyHops));
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

  async function identifyInTime(
    req: IncomingMessage,
    apiKey: string,
    apiSecret: string,
  ): Promise<{ sender: Sender; waitLeftMs: number }> {
    const startedAtMs = performance.now();
    const sender = await inTime(identify(req, apiKey, apiSecret), senderWaitMs);
    return { sender, waitLeftMs: senderWaitMs - (performance.now() - startedAtMs) };
  }

  function countRefusal({ tenantId, metricConfigId, code, message }: RefusedSender): void {
    deps.ingest
      .countRefusal(tenantId, { code: toRejectionCode(code), detail: message, metricConfigId })
      .catch((error: unknown) => deps.logger.warn('a refusal was not counted', { error }));
  }

  /** The sender of a request that may take the short way. */
  function recognize(req: IncomingMessage): Sender | undefined {
    const apiKey = req.headers['x-api-key'];
    const apiSecret = req.headers['x-api-secret'];
    if (keysAreLimited || typeof apiKey !== 'string' || typeof apiSecret !== 'string') return undefined;
    return deps.recognizeServer({ apiKey, apiSecret, origin: req.headers.origin });
  }

  /** Credentials in the headers are checked before the body is read; in a text/plain body they come with it. */
  async function readRequest(req: IncomingMessage, type: BodyType): Promise<ReadRequest> {
    const apiKey = header(req, 'x-api-key');
    const apiSecret = header(req, 'x-api-secret');
    if (apiKey !== undefined && apiSecret !== undefined) {
      const { sender, waitLeftMs } = await identifyInTime(req, apiKey, apiSecret);
      const { bytes } = sender.onlyConfigId === undefined ? serverLimits : browserLimits;
      const text = await readBody(req, bytes);
      return { sender, waitLeftMs, parse: () => parseJson(text) };
    }
    if (type === 'application/json') {
      throw new UnauthenticatedError(
        'Send the headers X-API-Key and X-API-Secret.',
        'missing_api_key',
        'ApiKey realm="uvp"',
      );
    }
    return readRequestWithCredentials(req);
  }

  /** With the credentials in the body: until they are read, the sender may be anybody. */
  async function readRequestWithCredentials(req: IncomingMessage): Promise<ReadRequest> {
    const reservation = unauthenticated.open();
    req.once('close', () => reservation.close());
    try {
      const text = await readUnauthenticatedBody(req, { ...unauthenticatedLimits, reservation });
      const { credentials } = takeCredentials(parseJson(text));
      const { sender, waitLeftMs } = await identifyInTime(req, credentials.apiKey, credentials.apiSecret);
      return { sender, waitLeftMs, parse: () => takeCredentials(parseJson(text)).rest };
    } catch (error) {
      if (!(error instanceof PayloadTooLargeError)) throw error;
      throw new PayloadTooLargeError(
        'The body is larger than 64 KiB. Send the credentials in the headers X-API-Key and X-API-Secret: then a body may have 1 MiB.',
      );
    } finally {
      reservation.close();
    }
  }

  /** Stores what an identified sender sent, and answers: after COMMIT, or when its time is up. */
  function store(exchange: Exchange, { sender, waitLeftMs, parse }: ReadRequest): void {
    const limits = sender.onlyConfigId === undefined ? serverLimits : browserLimits;
    const readPayload = () => parsePayload(parse(), header(exchange.req, 'idempotency-key'), limits);
    const payload = readPayload();
    const deadlineMs = performance.now() + waitLeftMs;
    let isAnswered = false;
    const timer = setTimeout(() => listener.failed(waitedTooLong()), waitLeftMs);
    const mayAnswer = () => {
      if (isAnswered) return false;
      isAnswered = true;
      clearTimeout(timer);
      return true;
    };
    const listener = {
      answered(result: IngestResult) {
        deps.keyUsage.used(sender.apiKeyId, sender.previousSecretHash);
        if (mayAnswer()) answer(exchange, result);
      },
      failed(error: unknown) {
        if (mayAnswer()) fail(exchange, error);
      },
      startOver() {
        deps.ingest.ingest(sender, readPayload(), deadlineMs).then(listener.answered, listener.failed);
      },
    };
    if (deps.ingestKnown(sender, payload, deadlineMs, listener)) return;
    deps.ingest.ingest(sender, payload, deadlineMs).then(listener.answered, listener.failed);
  }

  function answer(exchange: Exchange, result: IngestResult): void {
    const body = JSON.stringify(result);
    const own = [
      'X-Request-Id',
      exchange.context.id,
      'Content-Type',
      'application/json; charset=utf-8',
      'Content-Length',
      String(Buffer.byteLength(body)),
    ];
    exchange.res.writeHead(202, [...headers, ...own]).end(body);
    note(exchange, 202);
  }

  function fail(exchange: Exchange, error: unknown): void {
    const { req, res, context } = exchange;
    keepContext(req, context);
    void discardBody(req).then((isWhole) => {
      for (let i = 0; i < headers.length; i += 2) res.setHeader(headers[i] ?? '', headers[i + 1] ?? '');
      res.setHeader('X-Request-Id', context.id);
      if (!isWhole) res.setHeader('Connection', 'close');
      deps.answerFailure(req, res, error);
      note(exchange, res.statusCode);
    });
  }

  function note({ req, res, context }: Exchange, status: number): void {
    deps.observe.note({
      method: req.method ?? 'POST',
      route,
      status: res.destroyed ? 499 : status,
      seconds: (performance.now() - context.startedAtMs) / 1000,
      requestId: context.id,
    });
  }

  /** Runs a step of a request; what it throws is answered. */
  function attempt(exchange: Exchange, step: () => void): void {
    try {
      step();
    } catch (error) {
      fail(exchange, error);
    }
  }

  function handlePost(exchange: Exchange): void {
    const { req } = exchange;
    const type = bodyType(req);
    const sender = recognize(req);
    if (sender !== undefined) {
      const onBody = (text: string) =>
        attempt(exchange, () => store(exchange, { sender, waitLeftMs: senderWaitMs, parse: () => parseJson(text) }));
      collectBody(req, serverLimits.bytes, onBody, (error) => fail(exchange, error));
      return;
    }
    readRequest(req, type).then(
      (request) => attempt(exchange, () => store(exchange, request)),
      (error: unknown) => fail(exchange, error),
    );
  }

  function handlePreflight(exchange: Exchange): void {
    const own = preflightHeaders(header(exchange.req, 'access-control-request-headers'));
    exchange.res.writeHead(204, [...headers, 'X-Request-Id', exchange.context.id, ...own]).end();
    note(exchange, 204);
  }

  const handler: IngestHandler = (req, res) => {
    const exchange = { req, res, context: createContext(req) };
    attempt(exchange, () => {
      if (req.method === 'POST') handlePost(exchange);
      else if (req.method === 'OPTIONS') handlePreflight(exchange);
      else throw new MethodNotAllowedError('Samples are sent with POST.', 'POST, OPTIONS');
    });
  };
  return Object.assign(handler, {
    close() {
      for (const counter of [failedAuth, perBrowser, perKey]) counter.close();
    },
  });
}

/** A request and its answer. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly context: RequestContext;
}

/** Parses the body, without the credentials in it. The text is kept while the samples wait for their commit, and what is made of it is not. */
type ParseBody = () => unknown;

/** A request whose sender is known and whose body is there. */
interface ReadRequest {
  readonly sender: Sender;
  /** How long the sender still waits for an answer. */
  readonly waitLeftMs: number;
  readonly parse: ParseBody;
}

type BodyType = 'application/json' | 'text/plain';

/** @throws UnsupportedMediaTypeError */
function bodyType(req: IncomingMessage): BodyType {
  const given = req.headers['content-type'] ?? '';
  if (given === 'application/json') return given;
  const type = given.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json' || type === 'text/plain') return type;
  throw new UnsupportedMediaTypeError(
    'Send the body as application/json, or as text/plain with the credentials in it.',
  );
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
