import { body, type ValidationChain } from 'express-validator';
import { isStorableText, textField } from '../../http/text.ts';
import { maxMetricNameLength } from '../../ingestion/metricNames.ts';
import { type MetricType, metricTypes } from '../../ingestion/metricTypes.ts';
import type { ScriptOptions } from '../../tracking-code/scriptOptions.ts';
import { labelsFault } from './labelDefaults.ts';
import { scriptOptionsFault } from './scriptOptions.ts';
import { eventNameFault, maxTrackingEvents } from './trackingEvents.ts';

/** What a caller may set. Rules that need several fields are in `definition.ts`, where the whole record is known. */
export interface MetricConfigInput {
  readonly name: string;
  readonly description?: string | null;
  readonly metricName: string;
  readonly metricType: MetricType;
  readonly labels?: Record<string, string>;
  readonly autoTrack?: boolean;
  readonly trackingEvents?: string[];
  readonly isActive?: boolean;
  readonly buckets?: number[] | null;
  readonly quantiles?: number[] | null;
  readonly maxSeries?: number;
  readonly scriptOptions?: Partial<ScriptOptions>;
}

export const maxDescriptionCharacters = 2_000;
export const maxMaxSeries = 20_000;
const maxBuckets = 30;
const maxQuantiles = 10;

export const createMetricConfigChains = (): ValidationChain[] => [
  textField('name', 100),
  metricName(),
  metricType(),
  ...commonChains(),
];

/** PUT changes the fields that are given, so none is required. */
export const updateMetricConfigChains = (): ValidationChain[] => [
  textField('name', 100).optional(),
  metricName().optional(),
  metricType().optional(),
  ...commonChains(),
];

const metricName = () =>
  body('metricName')
    .isString()
    .withMessage('must be text')
    .bail()
    .custom((text: string) => text.length <= maxMetricNameLength)
    .withMessage(`must be at most ${maxMetricNameLength} characters`);

const metricType = () =>
  body('metricType')
    .custom((value: unknown) => metricTypes.some((type) => type === value))
    .withMessage(`must be one of ${metricTypes.join(', ')}`);

const commonChains = (): ValidationChain[] => [
  body('description')
    .optional()
    .custom(
      (value: unknown) => value === null || (typeof value === 'string' && value.length <= maxDescriptionCharacters),
    )
    .withMessage(`must be text of at most ${maxDescriptionCharacters} characters, or null`)
    .bail()
    .custom((value: string | null) => value === null || isStorableText(value))
    .withMessage('must not hold control characters or broken Unicode')
    .customSanitizer((value: string | null) => value?.normalize('NFC').trim() || null),
  body('labels').optional().custom(refuse(labelsFault)),
  body('autoTrack').optional().custom(isBoolean).withMessage('must be true or false'),
  body('trackingEvents').optional().custom(refuse(trackingEventsFault)),
  body('isActive').optional().custom(isBoolean).withMessage('must be true or false'),
  body('buckets')
    .optional()
    .custom((value: unknown) => value === null || isNumberList(value, maxBuckets, (n) => Number.isFinite(n) && n >= 0))
    .withMessage(`must be 1 to ${maxBuckets} distinct numbers, 0 or more; +Inf is added`)
    .customSanitizer(ascending),
  body('quantiles')
    .optional()
    .custom((value: unknown) => value === null || isNumberList(value, maxQuantiles, (n) => n > 0 && n < 1))
    .withMessage(`must be 1 to ${maxQuantiles} distinct numbers between 0 and 1`)
    .customSanitizer(ascending),
  body('scriptOptions').optional().custom(refuse(scriptOptionsFault)),
  body('maxSeries')
    .optional()
    .custom((value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxMaxSeries)
    .withMessage(`must be a whole number from 1 to ${maxMaxSeries}`),
];

function refuse(fault: (value: unknown) => string | undefined): (value: unknown) => true {
  return (value) => {
    const found = fault(value);
    if (found) throw new Error(found);
    return true;
  };
}

function trackingEventsFault(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length > maxTrackingEvents)
    return `must be a list of up to ${maxTrackingEvents} events`;
  if (value.some((event) => typeof event !== 'string')) return 'must be a list of names';
  if (new Set(value).size !== value.length) return 'must name each event once';
  return value.map(eventNameFault).find((fault) => fault !== undefined);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNumberList(value: unknown, max: number, allowed: (item: number) => boolean): value is number[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > max) return false;
  return new Set(value).size === value.length && value.every((item) => typeof item === 'number' && allowed(item));
}

function ascending(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort((a, b) => a - b) : value;
}
