import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';

/** A person with an account; also the tenant that owns keys, configurations and series. */
export class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  /** Also the value of the `tenant` label in Prometheus. */
  declare id: CreationOptional<string>;
  /** Lower case, unique. */
  declare email: string;
  /** bcrypt hash. */
  declare password: string;
  declare firstName: string;
  declare lastName: string;
  /** An inactive account can neither sign in nor push. */
  declare isActive: CreationOptional<boolean>;
  /** May see the product's own metrics and all tenants; set only by the operator command. */
  declare isOperator: CreationOptional<boolean>;
  /** Part of every JWT; raising it ends all sessions. */
  declare tokenVersion: CreationOptional<number>;
  declare lastLoginAt: CreationOptional<Date | null>;
  /** Wrong passwords since the last sign-in. */
  declare failedSignIns: CreationOptional<number>;
  /** The last one of them. */
  declare lastFailedSignInAt: CreationOptional<Date | null>;
  /** Set when the account is deleted: nothing personal is left in the row, which goes when its totals have gone. */
  declare deletedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** The model bound to one connection, so that several databases can be open in one process. */
export function bindUser(sequelize: Sequelize): typeof User {
  class Bound extends User {}
  Bound.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      email: { type: DataTypes.STRING(254), allowNull: false, unique: true },
      password: { type: DataTypes.STRING(255), allowNull: false },
      firstName: { type: DataTypes.STRING(100), allowNull: false },
      lastName: { type: DataTypes.STRING(100), allowNull: false },
      isActive: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      isOperator: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      tokenVersion: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      lastLoginAt: { type: DataTypes.DATE, allowNull: true },
      failedSignIns: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      lastFailedSignInAt: { type: DataTypes.DATE, allowNull: true },
      deletedAt: { type: DataTypes.DATE, allowNull: true },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, modelName: 'User', tableName: 'users', underscored: true },
  );
  return Bound;
}
