import type { Api } from '../../api/client.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { queryInstant } from '../../api/prometheus.ts';
import { type BreakdownRow, breakdownRows } from '../../metric/breakdown.ts';
import { type Filters, selectorOf } from '../../metric/filters.ts';
import { exportedNames } from '../../metric/metricDraft.ts';
import { countQuery } from '../../period/counts.ts';
import type { Period } from '../../period/period.ts';

/** The values of a label in a period: how much was counted or observed of each, or a gauge's value at its end. */
export async function fetchBreakdown(
  api: Api,
  config: MetricConfig,
  label: string,
  { period, filters }: { period: Period; filters: Filters },
): Promise<BreakdownRow[]> {
  const isGauge = config.metricType === 'gauge';
  const isCounter = config.metricType === 'counter';
  const selector = selectorOf(exportedNames(config)[isGauge || isCounter ? 0 : 2] ?? '', filters);
  const query = isGauge
    ? `avg by (${label}) (${selector})`
    : countQuery(selector, period.toSeconds - period.fromSeconds, [label]);
  return breakdownRows(await queryInstant(api, query, period.toSeconds), label, !isGauge);
}
