import { listMetricConfigs, type MetricConfig } from '../api/metricConfigs.ts';
import { linkButton } from '../components/basic/button.ts';
import { emptyState } from '../components/basic/emptyState.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { skeletonCards } from '../components/metric/skeletonCards.ts';
import { element } from '../dom.ts';
import { formatCount } from '../format.ts';
import { readChoice } from '../overview/overviewChoice.ts';
import type { metricBoard } from './overview/metricBoard.ts';
import { unknownNames } from './overview/unknownNames.ts';
import type { MakePage } from './page.ts';

/** As many as an account can have. */
const MOST_METRICS = 500;

/** A card for each metric with its number of a period, and below them the names that samples had and no metric has. */
export const overviewPage: MakePage = (context) => {
  const { api, signal, query, onQuery } = context;
  const body = element('div', 'overview-body', ...skeletonCards());
  const count = element('span', '', ' ');
  let choice = readChoice(query);
  let board: ReturnType<typeof metricBoard> | undefined;

  const show = (configs: readonly MetricConfig[], total: number, makeBoard: typeof metricBoard) => {
    count.textContent = total === 0 ? '' : formatCount(total, 'metric');
    if (configs.length === 0) return [nothingYet(), unknownNames(context)];
    board = makeBoard(context, configs, choice);
    return [...board.elements, unknownNames(context)];
  };
  void loadInto(body, {
    what: 'your metrics',
    signal,
    // The cards are a file of their own: who signs up or in does not load them.
    load: () => Promise.all([listMetricConfigs(api, MOST_METRICS), import('./overview/metricBoard.ts')]),
    show: ([{ metricConfigs, total }, loaded]) => show(metricConfigs, total, loaded.metricBoard),
  }).load();

  onQuery((next) => {
    choice = readChoice(next);
    board?.show(choice);
  });
  return {
    title: 'Metrics',
    element: element(
      'div',
      'page overview',
      pageHead({
        title: 'Metrics',
        text: count,
        actions: [linkButton('New metric', '#/metrics/new', { kind: 'primary', icon: 'plus' })],
      }),
      body,
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
