import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../../config.ts';
import { MethodNotAllowedError } from '../../errors.ts';
import type { AddressOf } from '../../http/clientAddress.ts';
import type { AnswerFailure } from '../../http/errorHandler.ts';
import type { Observe } from '../../http/observe.ts';
import { collectBody, discardBody } from '../../http/readBody.ts';
import { createRequestContext, keepRequestContext, type RequestContext } from '../../http/requestContext.ts';
import { senderWaitMs, waitedTooLong } from '../../ingestion/commit/senderWait.ts';
import type { Ingest, IngestResult } from '../../ingestion/ingest.ts';
import type { IngestKnown } from '../../ingestion/ingestKnown.ts';
import type { LeaveOutRobot } from '../../ingestion/robots/leaveOutRobot.ts';
import { parseJson, parsePayload } from '../../ingestion/samples/payload.ts';
import type { Authenticate, RecognizeServer } from '../../ingestion/senders/authenticate.ts';
import type { KeyUsage } from '../../ingestion/senders/keyUsage.ts';
import type { Logger } from '../../logger.ts';
import { constantHeaders, preflightHeaders } from './metrics.headers.ts';
import { bodyType, createRequestReader, header, limitsOf, type ReadRequest, serverLimits } from './metrics.request.ts';

/** Answers one request to `/api/v1/metrics`; never throws. */
export type IngestHandler = (req: IncomingMessage, res: ServerResponse) => void;

const route = '/api/v1/metrics';
/**
 * The whole of `POST /api/v1/metrics` on Node's request and response: CORS on every answer, credentials from the headers or, in a
 * text/plain body (a CORS simple request), from the body, limits, and 202 after COMMIT.
 *
 * A server whose key is in memory and whose samples are all of known series takes a short way: no promise, no look at its address.
 * Everybody else takes the full way; both have the same answers.
 */
export function createIngestHandler(deps: {
  config: Pick<Config, 'publicUrl' | 'rateLimits' | 'unauthenticatedBodiesMiB'>;
  addressOf: AddressOf;
  logger: Logger;
  authenticate: Authenticate;
  recognizeServer: RecognizeServer;
  ingest: Ingest;
  ingestKnown: IngestKnown;
  leaveOutRobot: LeaveOutRobot;
  keyUsage: KeyUsage;
  observe: Observe;
  answerFailure: AnswerFailure;
}): IngestHandler & { close(): void } {
  const headers = constantHeaders({ https: deps.config.publicUrl.startsWith('https:') });
  const reader = createRequestReader(deps);

  /** Stores what an identified sender sent, and answers: after COMMIT, or when its time is up. */
  function store(exchange: Exchange, { sender, waitLeftMs, parse }: ReadRequest): void {
    const limits = limitsOf(sender);
    const readPayload = () => parsePayload(parse(), header(exchange.req, 'idempotency-key'), limits);
    const payload = readPayload();
    if (deps.leaveOutRobot(sender, payload, exchange.req.headers['user-agent'])) {
      deps.keyUsage.used(sender.apiKeyId, sender.previousSecretHash);
      answer(exchange, { accepted: 0, rejected: [], duplicate: false, leftOut: payload.samples.length });
      return;
    }
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
    try {
      if (deps.ingestKnown(sender, payload, deadlineMs, listener)) return;
    } catch (error) {
      // Not thrown on: the timer would answer a second time.
      listener.failed(error);
      return;
    }
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
    keepRequestContext(req, context);
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
    const sender = reader.recognize(req);
    if (sender !== undefined) {
      const onBody = (text: string) =>
        attempt(exchange, () => store(exchange, { sender, waitLeftMs: senderWaitMs, parse: () => parseJson(text) }));
      collectBody(req, serverLimits.bytes, onBody, (error) => fail(exchange, error));
      return;
    }
    reader.read(req, type).then(
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
    const exchange = { req, res, context: createRequestContext(req) };
    attempt(exchange, () => {
      if (req.method === 'POST') handlePost(exchange);
      else if (req.method === 'OPTIONS') handlePreflight(exchange);
      else throw new MethodNotAllowedError('Samples are sent with POST.', 'POST, OPTIONS');
    });
  };
  return Object.assign(handler, { close: reader.close });
}

/** A request and its answer. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly context: RequestContext;
}
