import type { Config } from '../../config.ts';
import { type ByteBudget, createByteBudget } from '../../http/byteBudget.ts';
import type { Models } from '../../models/index.ts';
import type { Scope } from '../../promql/scope.ts';
import { checkSelectors } from './checkSelectors.ts';
import type { Plan } from './plans.ts';
import { type MetricMetadata, presentMetadata } from './prometheus.presenter.ts';
import { createQuerySlots, queryLimitsOf } from './querySlots.ts';
import { createAskPrometheus } from './upstream.ts';

/** Prometheus's answer under way. */
export interface RunningQuery {
  readonly body: ReadableStream<Uint8Array>;
  /** Gives the turn to the next one; to be called when the body has been sent, or will not be. */
  end(): void;
}

export interface PrometheusService {
  /** How far apart the samples of a series are. */
  readonly sampleIntervalMs: number;
  /** Memory for long queries, from their arrival to the end of their answers; of all accounts and both listeners together. */
  readonly longForms: ByteBudget;
  /**
   * Runs a plan when its turn has come. Aborting the signal ends it, in Prometheus as well.
   * @throws AppError kinds: 429 when too many wait, 503 when Prometheus is absent, down or too slow, 400 and 422 for faults of the query
   */
  run(plan: Plan, scope: Scope, signal: AbortSignal): Promise<RunningQuery>;
  /** What the tenant's own configurations say of their metrics; only those named `metric`, if given, and at most `limit`. */
  metadataOf(
    tenantId: string,
    filter: { metric: string | undefined; limit: number | undefined },
  ): Promise<Record<string, MetricMetadata[]>>;
  /** Everything for an operator, their own for others; undefined when there is no such user, or an inactive one. */
  scopeOf(userId: string): Promise<Scope | undefined>;
}

const maxLongFormBytes = 16 * 1024 * 1024;

/** One for both listeners, so that they share the limits. */
export function createPrometheusService(deps: {
  config: Pick<
    Config,
    'prometheusUrl' | 'querySlots' | 'querySlotsPerTenant' | 'scrapeIntervalSeconds' | 'webConcurrency'
  >;
  models: Models;
}): PrometheusService {
  const { User, MetricConfig } = deps.models;
  const ask = createAskPrometheus(deps.config.prometheusUrl);
  const slots = createQuerySlots(queryLimitsOf(deps.config));

  return {
    sampleIntervalMs: deps.config.scrapeIntervalSeconds * 1000,
    longForms: createByteBudget(maxLongFormBytes),

    async run(plan, scope, callerSignal) {
      const slot = await slots.take(scope === 'everything' ? 'operators' : scope.tenantId, callerSignal);
      const signal = AbortSignal.any([callerSignal, slot.signal]);
      try {
        if (plan.parseFirst !== undefined) await checkSelectors(ask, plan.parseFirst, signal);
        return { body: await ask(plan, signal), end: slot.end };
      } catch (error) {
        slot.end();
        throw error;
      }
    },

    async metadataOf(tenantId, { metric, limit }) {
      const configs = await MetricConfig.findAll({
        attributes: ['exportedName', 'metricType', 'name', 'description'],
        where: { userId: tenantId, deletedAt: null },
        order: ['exportedName'],
      });
      const entries = Object.entries(presentMetadata(configs));
      const chosen = metric === undefined ? entries : entries.filter(([name]) => name === metric);
      return Object.fromEntries(chosen.slice(0, limit));
    },

    async scopeOf(userId) {
      const user = await User.findByPk(userId, { attributes: ['id', 'isActive', 'isOperator'] });
      if (!user?.isActive) return undefined;
      return user.isOperator ? 'everything' : { tenantId: user.id };
    },
  };
}
