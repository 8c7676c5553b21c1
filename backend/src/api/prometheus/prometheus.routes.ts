import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { MethodNotAllowedError, NotFoundError, UnavailableError } from '../../errors.ts';
import type { AnswerFailure } from '../../http/errorHandler.ts';
import { restrictQuery } from '../../promql/restrict.ts';
import type { Scope } from '../../promql/scope.ts';
import type { Identify } from './identifyCaller.ts';
import { pipeAnswer } from './pipeAnswer.ts';
import {
  limitOf,
  type MakePlan,
  planAlerts,
  planFormatQuery,
  planLabels,
  planLabelValues,
  planMetadata,
  planQuery,
  planQueryRange,
  planRules,
  planSeries,
  queryOf,
} from './plans.ts';
import { buildInfo } from './prometheus.presenter.ts';
import type { PrometheusService } from './prometheus.service.ts';
import { withParams } from './readParams.ts';
import { sendPrometheusError } from './sendPrometheusError.ts';

/** From a query's arrival to the last byte of its answer; in Prometheus it may run for 30 s. */
const deadlineMs = 60_000;
const maxAnswerBytes = 64 * 1024 * 1024;

type Answer = (req: Request, res: Response, scope: Scope) => Promise<void>;

/**
 * Prometheus's HTTP API below `/api/v1`, as much of it as data sources use, within the scope that `identify` gives each request.
 * Parameters that are not known are dropped, paths that are not known are 404, and failures have Prometheus's form.
 */
export function createPrometheusRouter(deps: {
  service: PrometheusService;
  identify: Identify;
  answerFailure: AnswerFailure;
}): Router {
  const { service, identify } = deps;
  const router = Router({ caseSensitive: true, strict: true });

  const forward =
    (makePlan: MakePlan): Answer =>
    (req, res, scope) =>
      withParams(req, service.longForms, async (params) => {
        const plan = makePlan(params, scope, service.sampleIntervalMs);
        const caller = new AbortController();
        res.once('close', () => caller.abort());
        const deadline = AbortSignal.timeout(deadlineMs);
        try {
          const running = await service.run(plan, scope, AbortSignal.any([caller.signal, deadline]));
          await pipeAnswer(running, res, maxAnswerBytes);
        } catch (error) {
          if (caller.signal.aborted) return;
          if (!deadline.aborted) throw error;
          throw new UnavailableError('query_timeout', 'The query took too long; ask for less.', 5);
        }
      });

  const own =
    (data: (params: URLSearchParams, tenantId: string) => Promise<unknown>, forOperators: MakePlan): Answer =>
    async (req, res, scope) => {
      if (scope === 'everything') return forward(forOperators)(req, res, scope);
      const { tenantId } = scope;
      return withParams(req, service.longForms, async (params) => succeed(res, await data(params, tenantId)));
    };

  const get = (path: string, answer: Answer) => route(router, path, ['GET', 'HEAD'], answered(identify, answer));
  const getOrPost = (path: string, answer: Answer) =>
    route(router, path, ['GET', 'HEAD', 'POST'], answered(identify, answer));

  getOrPost('/api/v1/query', forward(planQuery));
  getOrPost('/api/v1/query_range', forward(planQueryRange));
  getOrPost('/api/v1/series', forward(planSeries));
  getOrPost('/api/v1/labels', forward(planLabels));
  get('/api/v1/label/:name/values', (req, res, scope) => forward(planLabelValues(req.params.name))(req, res, scope));
  getOrPost('/api/v1/format_query', forward(planFormatQuery));
  // Nothing pushes exemplars, so a valid question for them has an empty answer.
  getOrPost('/api/v1/query_exemplars', (req, res, scope) =>
    withParams(req, service.longForms, async (params) => {
      restrictQuery(queryOf(params), scope, { sampleIntervalMs: service.sampleIntervalMs });
      succeed(res, []);
    }),
  );
  get(
    '/api/v1/metadata',
    own(
      (params, tenantId) =>
        service.metadataOf(tenantId, { metric: params.get('metric') ?? undefined, limit: limitOf(params) }),
      planMetadata,
    ),
  );
  get(
    '/api/v1/rules',
    own(async () => ({ groups: [] }), planRules),
  );
  get(
    '/api/v1/alerts',
    own(async () => ({ alerts: [] }), planAlerts),
  );
  get('/api/v1/status/buildinfo', async (_req, res) => succeed(res, buildInfo));

  router.use((req) => {
    throw new NotFoundError(`There is no ${req.path.slice(0, 100)} here.`, 'unknown_route');
  });
  const onError: ErrorRequestHandler = (error, req, res, _next) =>
    deps.answerFailure(req, res, error, sendPrometheusError);
  return router.use(onError);
}

function route(router: Router, path: string, methods: readonly string[], handler: RequestHandler): void {
  router.all(path, (req, res, next) => {
    if (!methods.includes(req.method)) throw new MethodNotAllowedError('Not with this method.', methods.join(', '));
    return handler(req, res, next);
  });
}

function answered(identify: Identify, answer: Answer): RequestHandler {
  return async (req, res) => answer(req, res, await identify(req));
}

function succeed(res: Response, data: unknown): void {
  res.setHeader('Cache-Control', 'no-store');
  res.json({ status: 'success', data });
}
