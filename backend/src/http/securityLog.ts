import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type SecurityResult, securityEventOf } from '../telemetry/securityEvents.ts';
import { type AddressOf, loggedNetwork } from './clientAddress.ts';
import { requestContextOf } from './requestContext.ts';

/**
 * Writes who did what, from where, and with which result, for the people who run the platform. No line holds an address in full, an
 * e-mail address, a name, a secret or a value that somebody has given.
 */
export interface SecurityLog {
  /** Notes the request when its answer has ended, if it is one that is logged. `route` and `userId` are asked then. */
  watch(req: IncomingMessage, res: ServerResponse, route: () => string, userId: () => string | undefined): void;
  /** Counts a refusal, if it is of credentials. One line a minute tells how many there were of a kind from a network. */
  refused(req: IncomingMessage, error: AppError): void;
  /** Writes the refusals that were counted since the last time. */
  flush(): void;
  /** Flushes for the last time. */
  stop(): void;
}

/** What only the handler of a request knows about its event. */
interface Subject {
  readonly userId?: string;
  readonly recordId?: string;
}

const subjects = new WeakMap<IncomingMessage, Subject>();

/** Tells the log whom a request signed in or up, or which record it is about. */
export function noteSubject(req: IncomingMessage, subject: Subject): void {
  subjects.set(req, { ...subjects.get(req), ...subject });
}

interface Refusals {
  readonly facts: Readonly<Record<string, unknown>>;
  count: number;
}

const flushIntervalMs = 60_000;
/** Kinds of refusals and networks that are told apart in a minute; further ones share a line without a network. */
const maxRefusalLines = 1_000;
/** Requests whose credentials were refused: they are counted as that, and as nothing else. */
const refusedRequests = new WeakSet<IncomingMessage>();

export function createSecurityLog(deps: { logger: Logger; metrics: Metrics; addressOf: AddressOf }): SecurityLog {
  const { logger, metrics, addressOf } = deps;
  const refusals = new Map<string, Refusals>();
  const timer = setInterval(flush, flushIntervalMs);
  timer.unref();

  function flush(): void {
    for (const { facts, count } of refusals.values()) {
      logger.warn('security', { event: 'credentials_refused', result: 'refused', ...facts, count });
    }
    refusals.clear();
  }

  function countRefusal(code: string, network: string | undefined): void {
    const key = `${code} ${network}`;
    const known = refusals.get(key);
    if (known) known.count += 1;
    else if (network !== undefined && refusals.size >= maxRefusalLines) countRefusal(code, undefined);
    else refusals.set(key, { facts: { code, network }, count: 1 });
  }

  return {
    watch(req, res, route, userId) {
      res.once('close', () => {
        const event = securityEventOf(req.method ?? '', route());
        if (!event) return;
        if (refusedRequests.has(req)) return;
        const status = res.writableFinished ? res.statusCode : 499;
        const result = resultOf(status);
        metrics.securityEvents.inc({ event, result });
        const subject = subjects.get(req);
        const actor = subject?.userId ?? userId();
        // Anybody can send requests of which nothing comes, and as many as they like: these are only counted.
        if (actor === undefined) return;
        logger.info('security', {
          event,
          result,
          status,
          userId: actor,
          recordId: subject?.recordId,
          fields: result === 'ok' ? givenFields(req) : undefined,
          network: loggedNetwork(addressOf(req)),
          requestId: requestContextOf(req).id,
        });
      });
    },

    refused(req, { refusesCredentials, code }) {
      if (!refusesCredentials) return;
      refusedRequests.add(req);
      metrics.securityEvents.inc({ event: 'credentials_refused', result: 'refused' });
      countRefusal(code, loggedNetwork(addressOf(req)));
    },

    flush,
    stop() {
      clearInterval(timer);
      flush();
    },
  };
}

function resultOf(status: number): SecurityResult {
  if (status < 400) return 'ok';
  return status === 499 || status >= 500 ? 'failed' : 'refused';
}

/** Names of the fields of a body that has been accepted, so they are of a closed set; never what they hold. */
function givenFields(req: IncomingMessage): string[] | undefined {
  const body: unknown = Reflect.get(req, 'body');
  return typeof body === 'object' && body !== null ? Object.keys(body).sort() : undefined;
}
