import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';

/** A pair of public key id and secret that may push samples for its user. */
export class ApiKey extends Model<InferAttributes<ApiKey>, InferCreationAttributes<ApiKey>> {
  declare id: CreationOptional<string>;
  declare userId: string;
  declare keyName: string;
  /** Public id, `mk_…`; travels as X-API-Key. */
  declare apiKey: string;
  /** SHA-256 of the secret, hex; the secret itself is shown once and stored nowhere. */
  declare apiSecret: string;
  /** Last four characters of the secret, so that a person can tell keys apart. */
  declare secretLast4: string;
  /** SHA-256 of the secret before the last rotation, hex; null when that rotation ended it at once. */
  declare previousSecret: CreationOptional<string | null>;
  /** Until then the previous secret works. */
  declare previousSecretExpiresAt: CreationOptional<Date | null>;
  /** When the previous secret was last used since the rotation; written as lazily as `lastUsedAt`. */
  declare previousSecretLastUsedAt: CreationOptional<Date | null>;
  /** Origins that may use browser tokens and the site token of this key; empty means any. */
  declare allowedOrigins: CreationOptional<string[]>;
  /** Whether a sample of an unknown name makes a metric; without it the sample is refused. */
  declare createsMetrics: CreationOptional<boolean>;
  /** Whether samples of robots count like those of people; otherwise they are left out. */
  declare countRobots: CreationOptional<boolean>;
  /** Samples of robots that were left out in the last 24 hours; only when `withRobotSamples` asked for it. */
  declare robotSamples: CreationOptional<number | undefined>;
  /** Part of every site token of this key; raising it revokes them. */
  declare siteTokenVersion: CreationOptional<number>;
  /** Until then site tokens of the version before are accepted; null when the last revocation ended them at once. */
  declare previousSiteTokenExpiresAt: CreationOptional<Date | null>;
  declare isActive: CreationOptional<boolean>;
  /** Written lazily by ingestion, at most once a minute. */
  declare lastUsedAt: CreationOptional<Date | null>;
  declare expiresAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** The model bound to one connection, so that several databases can be open in one process. */
export function bindApiKey(sequelize: Sequelize): typeof ApiKey {
  class Bound extends ApiKey {}
  Bound.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      userId: { type: DataTypes.UUID, allowNull: false },
      keyName: { type: DataTypes.STRING(100), allowNull: false },
      apiKey: { type: DataTypes.STRING(64), allowNull: false, unique: true },
      apiSecret: { type: DataTypes.CHAR(64), allowNull: false },
      secretLast4: { type: DataTypes.CHAR(4), allowNull: false, field: 'secret_last4' },
      previousSecret: { type: DataTypes.CHAR(64), allowNull: true },
      previousSecretExpiresAt: { type: DataTypes.DATE, allowNull: true },
      previousSecretLastUsedAt: { type: DataTypes.DATE, allowNull: true },
      allowedOrigins: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false, defaultValue: [] },
      createsMetrics: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      countRobots: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      robotSamples: DataTypes.VIRTUAL(DataTypes.DOUBLE),
      siteTokenVersion: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      previousSiteTokenExpiresAt: { type: DataTypes.DATE, allowNull: true },
      isActive: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      lastUsedAt: { type: DataTypes.DATE, allowNull: true },
      expiresAt: { type: DataTypes.DATE, allowNull: true },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, modelName: 'ApiKey', tableName: 'api_keys', underscored: true },
  );
  return Bound;
}
