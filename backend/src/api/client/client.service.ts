import type { Config } from '../../config.ts';
import { NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';
import { issueCode } from '../../tracking-code/issueCode.ts';
import { renderLibrary } from '../../tracking-code/renderLibrary.ts';
import type { Transport } from '../../tracking-code/trackedMetric.ts';

export interface ClientService {
  /** The generic client library. */
  library(): string;
  /**
   * The script of one configuration, for anybody: a page's source is public, and the script holds no more than that.
   * @throws NotFoundError unless configuration and key belong to one active account and work.
   */
  scriptOf(metricConfigId: string, apiKey: string, transport: Transport): Promise<string>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createClientService(deps: { config: Config; models: Models }): ClientService {
  const { ApiKey, MetricConfig, User } = deps.models;
  const library = renderLibrary(deps.config.publicUrl);

  return {
    library: () => library,

    async scriptOf(metricConfigId, apiKey, transport) {
      const key = await ApiKey.findOne({
        where: { apiKey, isActive: true },
        include: { model: User, attributes: [], required: true, where: { isActive: true } },
      });
      if (!key || (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now())) throw notFound();
      if (!uuid.test(metricConfigId)) throw notFound();
      const metric = await MetricConfig.findOne({
        where: { id: metricConfigId, userId: key.userId, isActive: true, deletedAt: null },
      });
      if (!metric) throw notFound();
      return issueCode(deps.config, metric, key.apiKey, transport).code;
    },
  };
}

const notFound = () => new NotFoundError('There is no script of this configuration and key.');
