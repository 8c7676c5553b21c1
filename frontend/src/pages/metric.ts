import { fetchMetricConfig } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { element } from '../dom.ts';
import { UnreachableError } from '../failure.ts';
import { metricHead } from './metric/metricHead.ts';
import { createViewState } from './metric/viewState.ts';
import type { MakePage } from './page.ts';

/** One metric: the numbers of a period and where they come from, its label sets, the code that feeds it, and its settings. */
export const metricPage: MakePage = (context) => {
  const { api, param, setTitle, signal } = context;
  const body = element('div', 'page metric-page');
  const metric = loadInto(body, {
    what: 'the metric',
    signal,
    heading: () => pageHead({ title: 'Metric', back: { href: '#/metrics', text: 'Metrics' } }),
    // The parts come with the first metric that is looked at, a third of all code.
    load: () => Promise.all([fetchMetricConfig(api, param('id')), loadParts()]),
    show([config, { metricTabs }]) {
      setTitle(config.name);
      return [metricHead(context, config), metricTabs(context, config, createViewState(context, config))];
    },
  });
  void metric.load();
  return { title: 'Metric', element: body };
};

async function loadParts() {
  try {
    return await import('./metric/metricTabs.ts');
  } catch (cause) {
    throw new UnreachableError('A part of this page did not come. Try again, or reload the page.', { cause });
  }
}
