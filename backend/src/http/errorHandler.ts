import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import type { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { sendProblem } from './problem.ts';
import { requestContextOf } from './requestContext.ts';
import type { SecurityLog } from './securityLog.ts';
import { toAppError } from './toAppError.ts';

/** Answers a failure as problem+json. Failures of ours (5xx) are logged with cause and request id, and counted. */
export type AnswerFailure = (req: IncomingMessage, res: ServerResponse, error: unknown, send?: SendFailure) => void;

/** Writes the answer; undefined is a defect of ours. Given where a protocol has a form of its own for errors. */
export type SendFailure = (req: IncomingMessage, res: ServerResponse, error: AppError | undefined) => void;

export function createAnswerFailure(deps: {
  logger: Logger;
  metrics: Metrics;
  securityLog: Pick<SecurityLog, 'refused'>;
}): AnswerFailure {
  return (req, res, error, send = sendProblem) => {
    const known = toAppError(error);
    if (!known) {
      deps.metrics.errors.inc({ kind: 'internal' });
      deps.logger.error('request failed', { requestId: requestContextOf(req).id, method: req.method, error });
    } else if (known.status >= 500) {
      deps.metrics.errors.inc({ kind: known.code });
      deps.logger.warn(known.message, {
        requestId: requestContextOf(req).id,
        method: req.method,
        code: known.code,
        cause: known.cause,
      });
    } else {
      deps.securityLog.refused(req, known);
    }
    send(req, res, known);
  };
}

/** The last handler of an Express application: the only place that answers what routes throw. */
export function errorHandler(answerFailure: AnswerFailure): ErrorRequestHandler {
  return (error, req, res, _next) => answerFailure(req, res, error);
}
