import { listMetricConfigs } from '../api/metricConfigs.ts';
import { button, linkButton } from '../components/basic/button.ts';
import { emptyState } from '../components/basic/emptyState.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { metricRow } from '../components/metric/metricRow.ts';
import { type Child, element } from '../dom.ts';
import { formatCount } from '../format.ts';
import { type ListedMetric, refreshNumbers } from './metricList/refreshNumbers.ts';
import { unknownNames } from './metricList/unknownNames.ts';
import type { MakePage } from './page.ts';

/** As many as an account can have. */
const PAGE = 500;

/** All metrics with their live numbers, and below them the names that samples had and no metric has. */
export const metricListPage: MakePage = (context) => {
  const { api, signal } = context;
  const list = element('ul', { className: 'metric-rows', attributes: { role: 'list' } });
  const body = element('div', '');
  const count = element('span', '');
  const metrics: ListedMetric[] = [];
  const numbers = refreshNumbers(context, metrics);

  const { load } = loadInto(body, {
    what: 'your metrics',
    signal,
    load: () => listMetricConfigs(api, PAGE, metrics.length),
    show({ metricConfigs, total }) {
      for (const config of metricConfigs) {
        const row = metricRow(config);
        metrics.push({ config, row });
        list.append(row.element);
      }
      numbers.start();
      count.textContent = total === 0 ? '' : formatCount(total, 'metric');
      return total === 0 ? [nothingYet()] : [list, showMore(total - metrics.length)];
    },
  });
  const showMore = (left: number): Child =>
    left > 0
      ? element(
          'div',
          'actions',
          button(`Show more (${left})`, () => void load()),
        )
      : undefined;
  void load();

  return {
    title: 'Metrics',
    element: element(
      'div',
      'page',
      pageHead({
        title: 'Metrics',
        text: count,
        actions: [linkButton('New metric', '#/metrics/new', { kind: 'primary', icon: 'plus' })],
      }),
      numbers.note,
      body,
      unknownNames(context),
    ),
  };
};

function nothingYet(): HTMLElement {
  return emptyState(
    'Nothing is measured yet',
    'A metric is a name, a type and the labels that samples may carry. Templates make the usual ones.',
    linkButton('First minutes', '#/welcome', { kind: 'primary' }),
    linkButton('New metric', '#/metrics/new', { icon: 'plus' }),
  );
}
