import type { MetricConfig } from '../../api/metricConfigs.ts';
import { downloadText } from '../../browser/download.ts';
import { breakdownTable } from '../../components/metric/breakdownTable.ts';
import { breakdownTitle } from '../../metric/breakdown.ts';
import { csvName, toCsv } from '../../metric/csv.ts';
import { toggleFilter, valueText } from '../../metric/filters.ts';
import type { PageContext } from '../page.ts';
import { fetchBreakdown } from './fetchBreakdown.ts';
import { keyOf, type NumberPart } from './numberPart.ts';
import type { ViewState } from './viewState.ts';

const NUMBERS = { counter: 'Count', gauge: 'Value', histogram: 'Observations', summary: 'Observations' } as const;

/** The values of one label in the period. */
export function breakdownSection(
  { api }: PageContext,
  config: MetricConfig,
  label: string,
  state: ViewState,
): NumberPart {
  const numberTitle = NUMBERS[config.metricType];
  const table = breakdownTable({
    title: breakdownTitle(label, config.labels[label] ?? ''),
    numberTitle,
    onChoose: (value) => state.change({ filters: toggleFilter(state.current().filters, label, value) }),
    onDownload(rows) {
      const cells = rows.map(({ value, number, share }) => [valueText(value), number, share ?? null]);
      const name = csvName(config.metricName, 'by', label, state.current().period);
      downloadText(name, toCsv([[label, numberTitle, 'Share'], ...cells]));
    },
  });
  return {
    element: table.element,
    keyOf: ({ period, filters }) => keyOf(period, filters),
    async load({ view: { filters }, period }) {
      const rows = await fetchBreakdown(api, config, label, { period, filters });
      return () => table.show(rows, filters.find(([name]) => name === label)?.[1]);
    },
    fail: () => table.clear('No numbers of this period right now.'),
  };
}
