import { body, type ValidationChain } from 'express-validator';

/** Where to go in Grafana. */
export interface TicketInput {
  /** `/d/<dashboard>` with its query, or `/` for all of one's metrics. */
  readonly path?: string;
}

/** A dashboard, as the app links it; nothing that could lead out of Grafana, or to another host. */
const dashboardPath = /^\/(d\/[\w-]{1,64}(\/[\w-]{0,200})?(\?[\w\-.~!$&'()*+,;=:@/?%]{0,1500})?)?$/;

export const ticketChains = (): ValidationChain[] => [
  body('path')
    .optional()
    .custom((path: unknown) => typeof path === 'string' && dashboardPath.test(path))
    .withMessage('must be the path of a dashboard, such as /d/uvp-counter?var-metric=visits_total'),
];
