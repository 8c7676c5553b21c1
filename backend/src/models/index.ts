import type { Sequelize } from 'sequelize';
import { bindApiKey } from './ApiKey.ts';
import { associate, type Models } from './associations.ts';
import { bindMetricConfig } from './MetricConfig.ts';
import { bindPinnedScript } from './PinnedScript.ts';
import { bindUser } from './User.ts';

export type { ApiKey } from './ApiKey.ts';
export type { Models } from './associations.ts';
export type { MetricConfig } from './MetricConfig.ts';
export type { PinnedScript } from './PinnedScript.ts';
export type { User } from './User.ts';

/** All models, bound to one connection. */
export function createModels(sequelize: Sequelize): Models {
  const models = {
    User: bindUser(sequelize),
    ApiKey: bindApiKey(sequelize),
    MetricConfig: bindMetricConfig(sequelize),
    PinnedScript: bindPinnedScript(sequelize),
  };
  associate(models);
  return models;
}
