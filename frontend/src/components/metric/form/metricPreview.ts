import { element, replaceChildren } from '../../../dom.ts';
import { formatCount } from '../../../format.ts';
import { queriesOf } from '../../../graph/promql.ts';
import { viewsOf } from '../../../graph/views.ts';
import { estimateSeries } from '../../../metric/estimate.ts';
import { exportedNames, type MetricDraft, metricNameFault } from '../../../metric/metricDraft.ts';
import { notice } from '../../basic/notice.ts';

/** What a metric will be in Prometheus, as its form stands right now. */
export function metricPreview() {
  const body = element('div', '');
  let shown = '';
  return {
    element: element(
      'aside',
      { className: 'panel preview', attributes: { 'aria-label': 'Preview' } },
      element('h2', '', 'In Prometheus'),
      body,
    ),
    show(draft: MetricDraft) {
      const key = JSON.stringify(draft);
      if (key === shown) return;
      shown = key;
      replaceChildren(body, ...linesOf(draft));
    },
  };
}

function linesOf(draft: MetricDraft): Node[] {
  if (metricNameFault(draft.metricName) !== undefined)
    return [element('p', 'soft', 'Give the metric a name to see what it will be called.')];
  const estimate = estimateSeries(draft);
  const labels = Object.entries(draft.labels).map(
    ([name, source]) => `${name}="${source.startsWith('$') ? '…' : source}"`,
  );
  const own = { counter: '', gauge: '', histogram: 'le="…"', summary: 'quantile="…"' }[draft.metricType];
  const [view] = viewsOf(draft.metricType);
  const [query] = queriesOf(draft, view?.id ?? '', 300);
  return [
    element(
      'ul',
      'exported',
      ...exportedNames(draft).map((name, index) => {
        const all = index === 0 && own !== '' ? [...labels, own] : labels;
        return element(
          'li',
          '',
          element('code', '', element('b', '', name), all.length > 0 ? `{${all.join(', ')}}` : ''),
        );
      }),
    ),
    element('h3', '', 'Series'),
    element(
      'p',
      '',
      `About ${formatCount(estimate.series, 'series', 'series')}`,
      estimate.labels.length === 0
        ? ''
        : `: ${estimate.labels.map(({ label, values }) => `${label} ≈ ${values}`).join(', ')}`,
      '. ',
      element('span', 'soft', `The limit is ${formatCount(draft.maxSeries, 'series', 'series')}.`),
    ),
    ...(estimate.exceedsLimit
      ? [
          notice(
            'warn',
            'That is over the limit. Past it, new label sets are counted together in one series: the total stays right, the detail is lost.',
          ),
        ]
      : []),
    ...estimate.labels.flatMap(({ label, warning }) =>
      warning === undefined ? [] : [notice('warn', element('code', '', label), ` ${warning}`)],
    ),
    element('h3', '', 'A first query'),
    element('p', '', element('code', 'query', query?.promql ?? '')),
  ];
}
