import type { ValidationChain } from 'express-validator';
import { limits } from '../../contract/limits.ts';
import { createMetricConfig, updateMetricConfig } from '../../contract/metricConfigs.ts';
import { metricTypes } from '../../contract/metricTypes.ts';
import { contractChains, type FieldRules } from '../../http/contractChains.ts';
import { labelsFault } from './labelDefaults.ts';
import { scriptOptionsFault } from './scriptOptions.ts';
import { eventNameFault } from './trackingEvents.ts';

const { metric } = limits;

/** Of one field each. Rules that need several are in `definition.ts`, where the whole record is known. */
const rules: Readonly<Record<string, FieldRules>> = {
  metricName: (field) =>
    field
      .isString()
      .withMessage('must be text')
      .bail()
      .custom((text: string) => text.length <= metric.metricName)
      .withMessage(`must be at most ${metric.metricName} characters`),
  metricType: (field) =>
    field
      .custom((value: unknown) => metricTypes.some((type) => type === value))
      .withMessage(`must be one of ${metricTypes.join(', ')}`),
  labels: (field) => field.custom(refuse(labelsFault)),
  trackingEvents: (field) => field.custom(refuse(trackingEventsFault)),
  buckets: (field) =>
    field
      .custom(
        (value: unknown) =>
          value === null || isNumberList(value, metric.buckets, (bound) => Number.isFinite(bound) && bound >= 0),
      )
      .withMessage(`must be 1 to ${metric.buckets} distinct numbers, 0 or more; +Inf is added`)
      .customSanitizer(ascending),
  quantiles: (field) =>
    field
      .custom(
        (value: unknown) =>
          value === null || isNumberList(value, metric.quantiles, (quantile) => quantile > 0 && quantile < 1),
      )
      .withMessage(`must be 1 to ${metric.quantiles} distinct numbers between 0 and 1`)
      .customSanitizer(ascending),
  scriptOptions: (field) => field.custom(refuse(scriptOptionsFault)),
};

export const createMetricConfigChains = (): ValidationChain[] => contractChains(createMetricConfig, rules);

/** PUT changes the fields that are given, so none is required. */
export const updateMetricConfigChains = (): ValidationChain[] => contractChains(updateMetricConfig, rules);

function refuse(fault: (value: unknown) => string | undefined): (value: unknown) => true {
  return (value) => {
    const found = fault(value);
    if (found) throw new Error(found);
    return true;
  };
}

function trackingEventsFault(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length > metric.trackingEvents)
    return `must be a list of up to ${metric.trackingEvents} events`;
  if (value.some((event) => typeof event !== 'string')) return 'must be a list of names';
  if (new Set(value).size !== value.length) return 'must name each event once';
  return value.map(eventNameFault).find((fault) => fault !== undefined);
}

function isNumberList(value: unknown, max: number, allowed: (item: number) => boolean): value is number[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > max) return false;
  return new Set(value).size === value.length && value.every((item) => typeof item === 'number' && allowed(item));
}

function ascending(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort((a, b) => a - b) : value;
}
