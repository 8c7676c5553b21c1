import type { MetricConfig } from '../../api/metricConfigs.ts';
import { pageHead } from '../../components/basic/pageHead.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';
import { openMetricInGrafana } from './openInGrafana.ts';

/** What a metric is called. */
export function metricHead(context: PageContext, config: MetricConfig): HTMLElement {
  return pageHead({
    title: config.name,
    back: { href: '#/metrics', text: 'Metrics' },
    text: config.description ?? element('code', '', config.exportedName),
    actions: [openMetricInGrafana(context, config)],
  });
}
