import { limits } from '../../backend/src/contract/limits.ts';
import { metricDefaults } from '../../backend/src/contract/metricConfigs.ts';
import { metricTypes } from '../../backend/src/contract/metricTypes.ts';
import { defaultScriptOptions } from '../../backend/src/contract/scriptOptions.ts';
import type { MetricKind } from '../../backend/src/metric/metricKind.ts';
import { metricKinds } from '../../backend/src/metric/metricKinds.ts';

/** What one label set costs in Prometheus: `fixed`, and so many more for each bucket and quantile, of which a metric in seconds has `usual`. */
function exportedSeriesOf({ layout, defaultOptions }: MetricKind) {
  const none = { buckets: [], quantiles: [] };
  const fixed = layout(none).exportedSeries;
  const { buckets, quantiles } = defaultOptions('duration_seconds');
  return {
    fixed,
    perBucket: layout({ ...none, buckets: [1] }).exportedSeries - fixed,
    perQuantile: layout({ ...none, quantiles: [0.5] }).exportedSeries - fixed,
    usual: { buckets: buckets?.length ?? 0, quantiles: quantiles?.length ?? 0 },
  };
}

/** The text of `frontend/src/contract.generated.ts`: limits, defaults and sizes, for forms. */
export function limitsModule(): string {
  const constants = {
    metricTypes,
    limits,
    metricDefaults: { ...metricDefaults, scriptOptions: defaultScriptOptions },
    exportedSeries: Object.fromEntries(metricTypes.map((type) => [type, exportedSeriesOf(metricKinds[type])])),
  };
  return [
    '// Written by `npm run contract` from backend/src/contract and backend/src/metric. Change it there.\n',
    ...Object.entries(constants).map(
      ([name, value]) => `export const ${name} = ${JSON.stringify(value, undefined, 2)} as const;\n`,
    ),
  ].join('\n');
}
