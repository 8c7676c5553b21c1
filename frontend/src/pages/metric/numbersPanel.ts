import type { MetricConfig } from '../../api/metricConfigs.ts';
import { filterChips } from '../../components/metric/filterChips.ts';
import { periodField } from '../../components/metric/periodField.ts';
import { element } from '../../dom.ts';
import { toggleFilter } from '../../metric/filters.ts';
import type { MetricView } from '../../metric/metricView.ts';
import type { PageContext } from '../page.ts';
import { breakdownSection } from './breakdownSection.ts';
import { graphSection } from './graphSection.ts';
import { keyNumbers } from './keyNumbers.ts';
import { liveNumbers } from './liveNumbers.ts';
import { refreshParts } from './refreshParts.ts';
import type { ViewState } from './viewState.ts';

/** How many in a period, when, and where they come from; all of it limited to what is chosen. */
export function numbersPanel(context: PageContext, config: MetricConfig, state: ViewState): HTMLElement {
  const period = periodField((id) => state.change({ period: id }));
  const chips = filterChips((label, value) =>
    state.change({ filters: toggleFilter(state.current().filters, label, value) }),
  );
  const show = (view: MetricView) => {
    period.show(view.period);
    chips.show(view.filters);
  };
  show(state.current());
  state.onChange(show);
  const key = keyNumbers(context, config);
  const graph = graphSection(context, config, state);
  const breakdowns = Object.keys(config.labels).map((label) => breakdownSection(context, config, label, state));
  refreshParts(context, state, [key, graph, ...breakdowns]);
  return element(
    'div',
    'numbers',
    element('div', 'numbers-head', key.element, period.element),
    chips.element,
    graph.element,
    element('div', 'breakdowns', ...breakdowns.map((part) => part.element)),
    liveNumbers(context, config),
  );
}
