import type { MetricConfig } from '../../api/metricConfigs.ts';
import { limits } from '../../contract.generated.ts';
import { element } from '../../dom.ts';
import { link } from '../basic/link.ts';
import { notice } from '../basic/notice.ts';

/** Says that a metric is over its series limit, and what can be done. */
export function overLimitNotice({ id, maxSeries }: Pick<MetricConfig, 'id' | 'maxSeries'>): HTMLElement {
  return notice(
    'warn',
    element('strong', '', 'Over its series limit. '),
    'New label sets are counted together in one series with overflow="true": totals stay right. What you can do: ',
    ...(maxSeries < limits.metric.maxSeries
      ? [link('raise the series limit', `#/metrics/${id}/edit`), ' under “Description and limits”; or ']
      : []),
    'send fewer different values of the label that has the most (the list of series below counts them). Labels of a metric with data stay; ',
    link('a new metric', '#/metrics/new'),
    ' can do without one.',
  );
}
