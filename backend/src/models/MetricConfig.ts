import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { type MetricType, metricTypes } from '../contract/metricTypes.ts';
import type { ScriptOptions } from '../contract/scriptOptions.ts';

/** What a user measures: one Prometheus metric, its labels, and how the script fills it. */
export class MetricConfig extends Model<InferAttributes<MetricConfig>, InferCreationAttributes<MetricConfig>> {
  declare id: CreationOptional<string>;
  declare userId: string;
  /** For people. */
  declare name: string;
  declare description: CreationOptional<string | null>;
  /** As the user wrote it; samples may name it so. */
  declare metricName: string;
  /** The name of the family in Prometheus: counters end in `_total`. Unique per user among configurations that live. */
  declare exportedName: string;
  declare metricType: MetricType;
  /** Declared label names and their defaults; a default that begins with `$` is filled by the script. */
  declare labels: CreationOptional<Record<string, string>>;
  declare autoTrack: CreationOptional<boolean>;
  declare trackingEvents: CreationOptional<string[]>;
  /** Whether pages with the tag of a whole website may add to it. */
  declare inPages: CreationOptional<boolean>;
  /** Upper bounds of a histogram, ascending, without +Inf. */
  declare buckets: CreationOptional<number[] | null>;
  /** Quantiles of a summary, ascending, between 0 and 1. */
  declare quantiles: CreationOptional<number[] | null>;
  /** Exported series allowed before new label sets go to the overflow series. */
  declare maxSeries: CreationOptional<number>;
  /** How the generated script behaves; what is not in it has its default. */
  declare scriptOptions: CreationOptional<Partial<ScriptOptions>>;
  /** Part of every browser token of this configuration; raising it revokes them. */
  declare tokenVersion: CreationOptional<number>;
  /** Until then tokens of the version before are accepted; null when the last revocation ended them at once. */
  declare previousTokenExpiresAt: CreationOptional<Date | null>;
  declare isActive: CreationOptional<boolean>;
  /** Set when deleted; the row goes a while later. */
  declare deletedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
}

/** The model bound to one connection, so that several databases can be open in one process. */
export function bindMetricConfig(sequelize: Sequelize): typeof MetricConfig {
  class Bound extends MetricConfig {}
  Bound.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      userId: { type: DataTypes.UUID, allowNull: false },
      name: { type: DataTypes.STRING(100), allowNull: false },
      description: { type: DataTypes.TEXT, allowNull: true },
      metricName: { type: DataTypes.STRING(200), allowNull: false },
      exportedName: { type: DataTypes.STRING(206), allowNull: false },
      metricType: { type: DataTypes.ENUM(...metricTypes), allowNull: false },
      labels: { type: DataTypes.JSONB, allowNull: false, defaultValue: {} },
      autoTrack: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      trackingEvents: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false, defaultValue: [] },
      inPages: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      buckets: { type: DataTypes.ARRAY(DataTypes.DOUBLE), allowNull: true },
      quantiles: { type: DataTypes.ARRAY(DataTypes.DOUBLE), allowNull: true },
      maxSeries: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1000 },
      scriptOptions: { type: DataTypes.JSONB, allowNull: false, defaultValue: {} },
      tokenVersion: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      previousTokenExpiresAt: { type: DataTypes.DATE, allowNull: true },
      isActive: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      deletedAt: { type: DataTypes.DATE, allowNull: true },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, modelName: 'MetricConfig', tableName: 'metric_configs', underscored: true },
  );
  return Bound;
}
