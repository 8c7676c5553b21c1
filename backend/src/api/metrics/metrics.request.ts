import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config.ts';
import { limits } from '../../contract/limits.ts';
import {
  PayloadTooLargeError,
  TooManyAttemptsError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnsupportedMediaTypeError,
} from '../../errors.ts';
import { createByteBudget } from '../../http/byteBudget.ts';
import { type AddressOf, addressKey } from '../../http/clientAddress.ts';
import { createHitCounter, type HitCounter } from '../../http/hitCounter.ts';
import { readBody, readUnauthenticatedBody } from '../../http/readBody.ts';
import { inTime, senderWaitMs } from '../../ingestion/commit/senderWait.ts';
import type { Ingest } from '../../ingestion/ingest.ts';
import { type PayloadLimits, parseJson, takeCredentials } from '../../ingestion/samples/payload.ts';
import { toRejectionCode } from '../../ingestion/samples/rejection.ts';
import {
  type Authenticate,
  type RecognizeServer,
  RefusedSender,
  type Sender,
} from '../../ingestion/senders/authenticate.ts';
import { isPage } from '../../ingestion/senders/writeScope.ts';
import type { Logger } from '../../logger.ts';

/** Finds out who has sent a request, within the limits of their kind, and reads its body. */
export interface RequestReader {
  /** The sender of a request that may take the short way: a server whose key is in memory. */
  recognize(req: IncomingMessage): Sender | undefined;
  /** @throws AppError kinds: credentials, limits, and what is wrong with the body */
  read(req: IncomingMessage, type: BodyType): Promise<ReadRequest>;
  close(): void;
}

/** Parses the body, without the credentials in it. The text is kept while the samples wait for their commit, and what is made of it is not. */
type ParseBody = () => unknown;

/** A request whose sender is known and whose body is there. */
export interface ReadRequest {
  readonly sender: Sender;
  /** How long the sender still waits for an answer. */
  readonly waitLeftMs: number;
  readonly parse: ParseBody;
}

export type BodyType = 'application/json' | 'text/plain';

export const serverLimits: PayloadLimits & { bytes: number } = {
  bytes: 1024 * 1024,
  samples: limits.batch.samples,
  values: 20_000,
};
const browserLimits: PayloadLimits & { bytes: number } = { bytes: 64 * 1024, samples: 500, values: 500 };
/** As much as a page may send, as long as it takes on a bad line. */
const unauthenticatedLimits = { maxBytes: 64 * 1024, withinMs: 5_000 };

const failedTooOften = 'Too many failed attempts from this address.';
const tooManyFromAddress = 'Too many requests from this address.';

export function createRequestReader(deps: {
  config: Pick<Config, 'rateLimits' | 'unauthenticatedBodiesMiB'>;
  addressOf: AddressOf;
  logger: Logger;
  authenticate: Authenticate;
  recognizeServer: RecognizeServer;
  ingest: Pick<Ingest, 'countRefusal'>;
}): RequestReader {
  const { rateLimits } = deps.config;
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
    const address = addressKey(deps.addressOf(req));
    const credentials = { apiKey, apiSecret, origin: req.headers.origin };
    const mayLookUp = async () => (await failedAuth.peek(address)).allowed;
    const sender = await deps.authenticate(credentials, mayLookUp).catch(async (error: unknown) => {
      if (error instanceof UnauthenticatedError) await take(failedAuth, address, failedTooOften, TooManyAttemptsError);
      if (error instanceof RefusedSender) {
        // Each one costs a commit, and anybody with a page's token can send as many as they like.
        await take(perBrowser, address, tooManyFromAddress);
        countRefusal(error);
      }
      throw error;
    });
    if (isPage(sender.writes)) await take(perBrowser, address, tooManyFromAddress);
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

  /** Credentials in the headers are checked before the body is read; in a text/plain body they come with it. */
  async function read(req: IncomingMessage, type: BodyType): Promise<ReadRequest> {
    const apiKey = header(req, 'x-api-key');
    const apiSecret = header(req, 'x-api-secret');
    if (apiKey !== undefined && apiSecret !== undefined) {
      const { sender, waitLeftMs } = await identifyInTime(req, apiKey, apiSecret);
      const text = await readBody(req, limitsOf(sender).bytes);
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

  return {
    recognize(req) {
      const apiKey = req.headers['x-api-key'];
      const apiSecret = req.headers['x-api-secret'];
      if (keysAreLimited || typeof apiKey !== 'string' || typeof apiSecret !== 'string') return undefined;
      return deps.recognizeServer({ apiKey, apiSecret, origin: req.headers.origin });
    },

    read,

    close() {
      for (const counter of [failedAuth, perBrowser, perKey]) counter.close();
    },
  };
}

/** A page may send less than a server. */
export function limitsOf(sender: Sender): PayloadLimits & { bytes: number } {
  return isPage(sender.writes) ? browserLimits : serverLimits;
}

/** @throws UnsupportedMediaTypeError */
export function bodyType(req: IncomingMessage): BodyType {
  const given = req.headers['content-type'] ?? '';
  if (given === 'application/json') return given;
  const type = given.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json' || type === 'text/plain') return type;
  throw new UnsupportedMediaTypeError(
    'Send the body as application/json, or as text/plain with the credentials in it.',
  );
}

export function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** @throws Refusal past the limit */
async function take(counter: HitCounter, key: string, detail: string, Refusal = TooManyRequestsError): Promise<void> {
  const { allowed, retryAfterSeconds } = await counter.hit(key);
  if (!allowed) throw new Refusal(`${detail} Wait a little.`, retryAfterSeconds);
}
