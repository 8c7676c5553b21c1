import type { Api } from './client.ts';
import { rejectionPage, unknownNamePage } from './contract.generated.ts';

export type {
  Rejection as AccountRejection,
  UnknownName,
  UnknownNamePage as UnknownNames,
} from './contract.generated.ts';

/** Names that refused samples had and no metric has, the most recent first. */
export const fetchUnknownNames = (api: Api) =>
  api.call({ path: '/rejections/names?limit=100', answer: unknownNamePage });

/** What was refused for the whole account, whatever metric it was meant for, and how much robots sent. */
export const fetchRejections = (api: Api) => api.call({ path: '/rejections?limit=100', answer: rejectionPage });
