import type { ApiKey } from './ApiKey.ts';
import type { MetricConfig } from './MetricConfig.ts';
import type { PinnedScript } from './PinnedScript.ts';
import type { User } from './User.ts';

export interface Models {
  readonly User: typeof User;
  readonly ApiKey: typeof ApiKey;
  readonly MetricConfig: typeof MetricConfig;
  readonly PinnedScript: typeof PinnedScript;
}

/** A user has many keys and many configurations. */
export function associate({ User, ApiKey, MetricConfig }: Models): void {
  User.hasMany(ApiKey, { foreignKey: 'userId' });
  ApiKey.belongsTo(User, { foreignKey: 'userId' });
  User.hasMany(MetricConfig, { foreignKey: 'userId' });
  MetricConfig.belongsTo(User, { foreignKey: 'userId' });
}
