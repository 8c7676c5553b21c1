import { type RequestHandler, Router } from 'express';
import { page } from '../../contract/page.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { pageChains } from '../page.ts';
import { presentSeriesList } from './seriesList.presenter.ts';
import type { SeriesListService } from './seriesList.service.ts';

/** `/api/v1/metric-configs/:id/series`. */
export function createSeriesListRouter(deps: { service: SeriesListService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.get('/:id/series', ...signedIn, validate(...pageChains()), async (req, res) => {
    const list = await service.listSeries(currentUser(req).id, recordId(req), validated(req, page, 'query'));
    res.json(presentSeriesList(list));
  });

  return router;
}
