import type { MetricType } from '../../contract/metricTypes.ts';
import type { RejectionCode } from '../../contract/rejectionCodes.ts';
import { cutLabelValue, type LabelSet, labelKey, labelValueFault, resolveLabels } from '../../metric/labels.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { exportedName } from '../../metric/metricNames.ts';
import { isPage, mayWrite, onlyConfigId, type PageScope, type WriteScope } from '../senders/writeScope.ts';
import type { CatalogConfig, TenantCatalog } from '../series/catalog.ts';
import { explainSample, isWireSample, type WireSample } from './sample.ts';

/** A sample that its metric takes, with the series it goes to. */
export interface AcceptedSample {
  readonly index: number;
  readonly config: CatalogConfig;
  readonly labels: LabelSet;
  readonly key: string;
  readonly sample: WireSample;
}

/** A sample that cannot be counted, and the configuration whose owner should know, if it names one. */
export interface RefusedSample {
  readonly index: number;
  readonly code: RejectionCode;
  readonly detail: string;
  readonly metricConfigId: string | undefined;
  /** The sample, when there is no metric of its name. */
  readonly unknown?: WireSample;
}

/** Decides for one sample: its shape first, then the rules of the metric that it names. */
export function judgeSample(
  value: unknown,
  index: number,
  catalog: TenantCatalog,
  writes: WriteScope,
): AcceptedSample | RefusedSample {
  const refuse = (code: RejectionCode, detail: string, metricConfigId?: string): RefusedSample => ({
    index,
    code,
    detail,
    metricConfigId,
  });
  if (!isWireSample(value)) return refuse('invalid_sample', explainSample(value), onlyConfigId(writes));
  const named = catalog.named(value.name);
  const writable = named.filter((one) => mayWrite(writes, one));
  const config = choose(writable, value);
  // The token of one metric says by itself which one is meant, whatever the name was before.
  const isForDeleted = writes.kind !== 'one' && isMeantForDeleted(value, config, catalog);
  if (isPage(writes) && (!config || isForDeleted)) {
    return refuse('not_allowed', notForPage(writes, value), onlyConfigId(writes) ?? choose(named, value)?.id);
  }
  if (isForDeleted) {
    const detail = `${value.name}: the metric of this name was deleted; it can be created anew`;
    return { ...refuse('metric_deleted', detail), unknown: value };
  }
  if (!config) {
    return { ...refuse('unknown_metric', `${value.name}: there is no metric of this name`), unknown: value };
  }
  const sample = isPage(writes) ? cutLabels(value) : value;
  const fault = ruleFault(config, sample);
  if (fault) return refuse(fault.code, fault.detail, config.id);
  const labels = resolveLabels(config.labels, sample.labels ?? {});
  return { index, config, labels, key: labelKey(labels), sample };
}

/** A page sends titles and paths of any length, which its script does not measure in bytes. A server's value that is too long is a mistake. */
function cutLabels(sample: WireSample): WireSample {
  if (sample.labels === undefined) return sample;
  const labels = Object.entries(sample.labels).map(([name, value]) => [name, cutLabelValue(value)]);
  return { ...sample, labels: Object.fromEntries(labels) };
}

/** One answer whether the name is another metric's or nobody's: a visitor of the page must not learn which names there are. */
function notForPage(writes: PageScope, { name }: WireSample): string {
  return writes.kind === 'one'
    ? 'a browser token writes its own metric only'
    : `${name}: there is no metric of this name that pages may add to`;
}

/** One of the type that the sample names; else the one that Prometheus knows by this name. */
function choose(named: readonly CatalogConfig[], sample: WireSample): CatalogConfig | undefined {
  const ofType = sample.type === undefined ? named : named.filter((config) => config.type === sample.type);
  return ofType.find((config) => config.exportedName === sample.name) ?? ofType[0] ?? named[0];
}

/**
 * True when the sender has not heard of a deletion: what it sends must neither make a new metric nor be counted by another one that
 * happens to have the name, such as the counter `x` (`x_total`) beside a gauge `x` that was deleted.
 */
function isMeantForDeleted(
  { name, type }: WireSample,
  config: CatalogConfig | undefined,
  catalog: TenantCatalog,
): boolean {
  if (!config) return catalog.wasDeleted(name) || catalog.wasDeleted(exportedName(name, type ?? impliedType));
  const isCertain = config.exportedName === name || config.type === type;
  return !isCertain && catalog.wasDeleted(name);
}

/** Of the metric that a sample without a type makes: as an increment, which needs no value. */
export const impliedType: MetricType = 'counter';

/** The part of a configuration that has rules for samples. */
type RuledConfig = Pick<CatalogConfig, 'metricName' | 'type' | 'isActive' | 'labels'>;

/** The rule of its metric that a sample breaks. */
interface RuleFault {
  code: RejectionCode;
  detail: string;
}

/** What keeps a well-formed sample from being counted by a metric; undefined when nothing does. */
export function ruleFault(config: RuledConfig, sample: WireSample): RuleFault | undefined {
  return metricFault(config, sample) ?? labelFault(config, sample);
}

/** The same but for the labels. */
export function metricFault(config: RuledConfig, sample: WireSample): RuleFault | undefined {
  if (!config.isActive) return { code: 'config_inactive', detail: `${config.metricName} is switched off` };
  if (sample.type !== undefined && sample.type !== config.type) {
    return { code: 'type_mismatch', detail: `${config.metricName} is a ${config.type}, not a ${sample.type}` };
  }
  return valueFault(config, sample);
}

function valueFault(config: RuledConfig, sample: WireSample): RuleFault | undefined {
  const rule = metricKinds[config.type].valueFault(sample);
  return rule === undefined ? undefined : { code: 'invalid_value', detail: `${config.metricName}: ${rule}` };
}

function labelFault(config: RuledConfig, { labels = {} }: WireSample): RuleFault | undefined {
  for (const [name, value] of Object.entries(labels)) {
    if (!Object.hasOwn(config.labels, name)) {
      return {
        code: 'undeclared_label',
        detail: `${config.metricName} has no label ${name.slice(0, 120)}; declare it in the configuration`,
      };
    }
    const fault = labelValueFault(value);
    if (fault) return { code: 'invalid_label', detail: `${config.metricName}: the value of ${name} ${fault}` };
  }
  return undefined;
}
