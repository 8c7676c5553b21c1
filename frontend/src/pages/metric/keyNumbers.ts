import type { MetricConfig } from '../../api/metricConfigs.ts';
import { periodNumbersView } from '../../components/metric/periodNumbersView.ts';
import { vitalBands } from '../../metric/vitalBands.ts';
import { vitalLabelOf } from '../../metric/vitals.ts';
import type { PageContext } from '../page.ts';
import { fetchPeriodNumbers } from './fetchPeriodNumbers.ts';
import { keyOf, type NumberPart } from './numberPart.ts';

/** The numbers of the period that the page begins with. */
export function keyNumbers({ api }: PageContext, config: MetricConfig): NumberPart {
  const isVitals = config.metricType === 'histogram' && vitalLabelOf(config.labels) !== undefined;
  const numbers = periodNumbersView(isVitals ? vitalBands.size : 1);
  return {
    element: numbers.element,
    keyOf: ({ period, filters }) => keyOf(period, filters),
    async load({ view: { filters }, period }) {
      const found = await fetchPeriodNumbers({ api, config, period, filters });
      return () => numbers.show(found);
    },
    fail: () => numbers.clear('No numbers of this period right now.'),
  };
}
