import type { MetricConfig } from '../../api/metricConfigs.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { choosableTabs } from '../../components/basic/tabs.ts';
import { element } from '../../dom.ts';
import { metricTabs as all, type MetricTab } from '../../metric/metricView.ts';
import type { PageContext } from '../page.ts';
import { codeSection } from './codeSection.ts';
import { numbersPanel } from './numbersPanel.ts';
import { refusalSection } from './refusalSection.ts';
import { seriesSection } from './seriesSection.ts';
import { settingsPanel } from './settingsPanel.ts';
import type { ViewState } from './viewState.ts';

/** The parts of a metric's page. Each is made when it is first looked at: what nobody sees asks nothing. */
export function metricTabs(context: PageContext, config: MetricConfig, state: ViewState): HTMLElement {
  const make: Readonly<Record<MetricTab, () => readonly HTMLElement[]>> = {
    numbers: () => [numbersPanel(context, config, state)],
    sets: () => [seriesSection(context, config)],
    code: () => [panel('Code', codeSection(context, config)), refusalSection(context, config)],
    settings: () => [settingsPanel(context, config)],
  };
  const places = all.map(() => element('div', ''));
  const tabs = choosableTabs(
    'Parts of this metric',
    all.map(({ title }, index) => ({ title, content: places[index] ?? element('div', '') })),
    (chosen) => state.change({ tab: all[chosen]?.id ?? 'numbers' }),
  );
  const show = () => {
    const chosen = all.findIndex(({ id }) => id === state.current().tab);
    const place = places[chosen];
    const tab = all[chosen];
    if (place && tab && !place.hasChildNodes()) place.append(...make[tab.id]());
    tabs.show(chosen);
  };
  show();
  state.onChange(show);
  return tabs.element;
}
