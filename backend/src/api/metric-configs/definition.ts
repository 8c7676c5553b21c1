import {
  type MetricConfigChanges,
  type MetricConfigInput,
  metricDefaults,
  settableFields,
} from '../../contract/metricConfigs.ts';
import type { FieldError } from '../../errors.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { exportedName, metricNameFault } from '../../metric/metricNames.ts';
import { carriesNoValue } from './trackingEvents.ts';

/** Everything that defines a metric, complete: what a record holds besides its identity and its history. */
export type Definition = Required<MetricConfigInput> & {
  /** Follows from name and type. */
  readonly exportedName: string;
};

const definingFields = [...settableFields, 'exportedName'] as const;

/** The definition that a record holds, as a plain object: a model's fields are getters, which a spread would leave behind. */
export function definitionOf(record: Definition): Definition {
  return Object.fromEntries(definingFields.map((field) => [field, record[field]])) as Definition;
}

/** Fills what a new configuration leaves open. */
export function newDefinition(input: MetricConfigInput): Definition {
  const given = { ...metricDefaults, ...input };
  return complete({ ...given, inPages: input.inPages ?? (given.autoTrack || given.trackingEvents.length > 0) });
}

/** The record after a change of the given fields. A new type takes its own buckets and quantiles with it. */
export function changedDefinition(current: Definition, changes: MetricConfigChanges): Definition {
  const merged = { ...current, ...changes };
  if (merged.metricType === current.metricType) return complete(merged);
  return complete({ ...merged, buckets: changes.buckets ?? null, quantiles: changes.quantiles ?? null });
}

function complete(given: Omit<Definition, 'exportedName'>): Definition {
  const { metricName, metricType } = given;
  const defaults = metricKinds[metricType].defaultOptions(metricName);
  return {
    ...given,
    exportedName: exportedName(metricName, metricType),
    buckets: given.buckets ?? copyOf(defaults.buckets),
    quantiles: given.quantiles ?? copyOf(defaults.quantiles),
  };
}

function copyOf(values: readonly number[] | null): number[] | null {
  return values && [...values];
}

/** What is wrong with a record as a whole; each field has passed its own checks. */
export function definitionFaults(definition: Definition): FieldError[] {
  const { metricName, metricType, buckets, quantiles } = definition;
  const faults: FieldError[] = [];
  const nameFault = metricNameFault(metricName, metricType);
  if (nameFault) faults.push({ path: 'body.metricName', message: nameFault });
  const eventFault = trackingFault(definition);
  if (eventFault) faults.push({ path: 'body.trackingEvents', message: eventFault });
  const options = metricKinds[metricType].defaultOptions(metricName);
  if (buckets !== null && options.buckets === null) {
    faults.push({ path: 'body.buckets', message: `are for histograms; this is a ${metricType}` });
  }
  if (quantiles !== null && options.quantiles === null) {
    faults.push({ path: 'body.quantiles', message: `are for summaries; this is a ${metricType}` });
  }
  return faults;
}

/** A counter counts anything. The other types need a number, and most built-in events have none. */
function trackingFault({ metricType, autoTrack, trackingEvents }: Definition): string | undefined {
  if (!metricKinds[metricType].needsValue) return undefined;
  const without = trackingEvents.filter(carriesNoValue);
  if (without.length > 0) {
    return `${without.join(', ')} carries no value, so only a counter can take it; a ${metricType} takes page_load, engaged_time, web_vital, scroll_depth and your own events`;
  }
  if (autoTrack && trackingEvents.length === 0) {
    return `autoTrack without events means page_view, which only a counter can take; name an event that carries a value`;
  }
  return undefined;
}
