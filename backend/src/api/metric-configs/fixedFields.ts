import type { FieldError } from '../../errors.ts';
import type { Definition } from './definition.ts';

/**
 * The fields of a change that totals forbid once there are any. Name and type say what the numbers are, buckets how they were
 * sorted. A label that goes away or gets another name would merge or orphan series; one that is added only splits what comes from
 * now on, and sums over all series stay right.
 */
export function fixedFieldFaults(before: Definition, after: Definition): FieldError[] {
  const faults: FieldError[] = [];
  const fix = (field: string) => faults.push({ path: `body.${field}`, message: 'is fixed now that there is data' });
  if (before.metricName !== after.metricName) fix('metricName');
  if (before.metricType !== after.metricType) fix('metricType');
  if (String(before.buckets) !== String(after.buckets)) fix('buckets');
  if (Object.keys(before.labels).some((label) => !Object.hasOwn(after.labels, label))) {
    faults.push({ path: 'body.labels', message: 'may gain labels but not lose them now that there is data' });
  }
  return faults;
}
