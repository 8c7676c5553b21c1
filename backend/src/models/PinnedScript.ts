import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';

/** A generated script as it was when somebody asked for an address that never changes; it goes with its owner. */
export class PinnedScript extends Model<InferAttributes<PinnedScript>, InferCreationAttributes<PinnedScript>> {
  /** SHA-256 of the code, base64url. */
  declare version: string;
  /** The configuration that it counts; null for the script of a whole website. */
  declare metricConfigId: CreationOptional<string | null>;
  /** The API key whose website's script it is; null for that of one configuration. */
  declare apiKeyId: CreationOptional<string | null>;
  /** That of the token in it: once it is revoked nothing that the script sends counts. */
  declare tokenVersion: number;
  /** Public: it is what pages load. */
  declare code: string;
  declare createdAt: CreationOptional<Date>;
}

/** The model bound to one connection, so that several databases can be open in one process. */
export function bindPinnedScript(sequelize: Sequelize): typeof PinnedScript {
  class Bound extends PinnedScript {}
  Bound.init(
    {
      version: { type: DataTypes.CHAR(43), primaryKey: true },
      metricConfigId: { type: DataTypes.UUID, allowNull: true },
      apiKeyId: { type: DataTypes.UUID, allowNull: true },
      tokenVersion: { type: DataTypes.INTEGER, allowNull: false },
      code: { type: DataTypes.TEXT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, modelName: 'PinnedScript', tableName: 'pinned_scripts', underscored: true, updatedAt: false },
  );
  return Bound;
}
