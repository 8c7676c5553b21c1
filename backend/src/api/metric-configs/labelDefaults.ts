import { labelLimits, labelNameFault, labelValueFault } from '../../metric/labels.ts';

/** Default values that the generated script fills in the page. */
export const labelSources: readonly string[] = [
  '$path',
  '$event',
  '$referrer',
  '$device',
  '$language',
  '$host',
  '$vital',
  '$screen',
  '$utm_source',
  '$utm_medium',
  '$utm_campaign',
  '$title',
];

/** Why a value is not a map of label names to default values, or undefined when it is one. */
export function labelsFault(labels: unknown): string | undefined {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) {
    return 'must be an object of label names and their default values';
  }
  const entries: [string, unknown][] = Object.entries(labels);
  if (entries.length > labelLimits.perMetric) return `must be at most ${labelLimits.perMetric} labels`;
  for (const [name, value] of entries) {
    const shown = JSON.stringify(name.slice(0, labelLimits.nameBytes));
    const nameFault = labelNameFault(name);
    if (nameFault) return `has a label name that cannot be used: ${shown} ${nameFault}`;
    if (typeof value !== 'string') return `must give text as the default value of ${shown}`;
    const valueFault = labelValueFault(value) ?? sourceFault(value);
    if (valueFault) return `has a default value that cannot be used: that of ${shown} ${valueFault}`;
  }
  return undefined;
}

function sourceFault(value: string): string | undefined {
  if (!value.startsWith('$') || labelSources.includes(value)) return undefined;
  return `begins with $ and is none of ${labelSources.join(' ')}`;
}
