import { fetchMetricConfig } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { element } from '../dom.ts';
import { codeSection } from './metric/codeSection.ts';
import { graphSection } from './metric/graphSection.ts';
import { liveNumbers } from './metric/liveNumbers.ts';
import { metricHead } from './metric/metricHead.ts';
import { refusalSection } from './metric/refusalSection.ts';
import { seriesSection } from './metric/seriesSection.ts';
import type { MakePage } from './page.ts';

/** One metric: its live numbers, its graph, its series, the code that feeds it, and what was refused. */
export const metricPage: MakePage = (context) => {
  const { api, param, setTitle, signal } = context;
  const body = element('div', 'page');
  const metric = loadInto(body, {
    what: 'the metric',
    signal,
    heading: () => pageHead({ title: 'Metric', back: { href: '#/metrics', text: 'Metrics' } }),
    load: () => fetchMetricConfig(api, param('id')),
    show(config) {
      setTitle(config.name);
      return [
        metricHead(context, config),
        liveNumbers(context, config),
        graphSection(context, config),
        seriesSection(context, config),
        panel('Code', codeSection(context, config)),
        refusalSection(context, config),
      ];
    },
  });
  void metric.load();
  return { title: 'Metric', element: body };
};
