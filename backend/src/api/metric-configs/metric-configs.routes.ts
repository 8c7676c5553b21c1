import { type RequestHandler, Router } from 'express';
import { createMetricConfig, updateMetricConfig } from '../../contract/metricConfigs.ts';
import { page } from '../../contract/page.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { noteSubject } from '../../http/securityLog.ts';
import { validate, validated } from '../../http/validate.ts';
import { pageChains } from '../page.ts';
import { createGenerateCodeRouter } from './generateCode.routes.ts';
import type { GenerateCodeService } from './generateCode.service.ts';
import { presentMetricConfig } from './metric-configs.presenter.ts';
import type { MetricConfigsService } from './metric-configs.service.ts';
import { createMetricConfigChains, updateMetricConfigChains } from './metric-configs.validators.ts';
import { createMetricStatsRouter } from './metricStats.routes.ts';
import type { MetricStatsService } from './metricStats.service.ts';
import { createRevokeTokenRouter } from './revokeToken.routes.ts';
import type { RevokeTokenService } from './revokeToken.service.ts';
import { createSeriesListRouter } from './seriesList.routes.ts';
import type { SeriesListService } from './seriesList.service.ts';

/** `/api/v1/metric-configs` and everything below it. */
export function createMetricConfigsRouter(deps: {
  metricConfigs: MetricConfigsService;
  metricStats: MetricStatsService;
  generateCode: GenerateCodeService;
  revokeToken: RevokeTokenService;
  seriesList: SeriesListService;
  signedIn: RequestHandler[];
  /** The database's time. */
  now: () => number;
}): Router {
  const { metricConfigs: service, signedIn, now } = deps;
  const router = Router();
  // Before `/:id`, which would take `/stats` for an id.
  router.use(createMetricStatsRouter({ service: deps.metricStats, signedIn }));
  router.use(createGenerateCodeRouter({ service: deps.generateCode, signedIn }));
  router.use(createRevokeTokenRouter({ service: deps.revokeToken, signedIn, now }));
  router.use(createSeriesListRouter({ service: deps.seriesList, signedIn }));

  router.post('/', ...signedIn, validate(...createMetricConfigChains()), async (req, res) => {
    const created = await service.createMetricConfig(currentUser(req).id, validated(req, createMetricConfig));
    noteSubject(req, { recordId: created.id });
    res.status(201).json({ metricConfig: presentMetricConfig(created, now()) });
  });

  router.get('/', ...signedIn, validate(...pageChains()), async (req, res) => {
    const { metricConfigs, total } = await service.listMetricConfigs(
      currentUser(req).id,
      validated(req, page, 'query'),
    );
    const time = now();
    res.json({ metricConfigs: metricConfigs.map((config) => presentMetricConfig(config, time)), total });
  });

  router.get('/:id', ...signedIn, async (req, res) => {
    const config = await service.getMetricConfig(currentUser(req).id, recordId(req));
    res.json({ metricConfig: presentMetricConfig(config, now()) });
  });

  router.put('/:id', ...signedIn, validate(...updateMetricConfigChains()), async (req, res) => {
    const id = recordId(req);
    const changes = validated(req, updateMetricConfig);
    const config = await service.updateMetricConfig(currentUser(req).id, id, changes);
    res.json({ metricConfig: presentMetricConfig(config, now()) });
  });

  router.delete('/:id', ...signedIn, async (req, res) => {
    await service.deleteMetricConfig(currentUser(req).id, recordId(req));
    res.status(204).end();
  });

  return router;
}
