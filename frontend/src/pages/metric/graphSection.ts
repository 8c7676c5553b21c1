import type { MetricConfig } from '../../api/metricConfigs.ts';
import { downloadText } from '../../browser/download.ts';
import { link } from '../../components/basic/link.ts';
import { notice } from '../../components/basic/notice.ts';
import { chart } from '../../components/graph/chart.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isWithoutPrometheus, messageOf } from '../../failure.ts';
import { type ChartData, hasValues } from '../../graph/chartData.ts';
import { createLineLooks } from '../../graph/lineLooks.ts';
import { csvName, toCsv } from '../../metric/csv.ts';
import type { PageContext } from '../page.ts';
import { fetchGraph } from './fetchGraph.ts';
import { graphOptions, graphViews } from './graphControls.ts';
import { graphViewOf } from './graphView.ts';
import { keyOf, type NumberPart } from './numberPart.ts';
import type { ViewState } from './viewState.ts';

/** A metric over time, in the period of the page. */
export function graphSection({ api, signal }: PageContext, config: MetricConfig, state: ViewState): NumberPart {
  const picture = chart(signal, (data) => {
    const name = csvName(config.metricName, graphViewOf(config, state.current()).view.id, state.current().period);
    downloadText(name, csvOf(data));
  });
  const note = element('div', { className: 'chart-note', attributes: { 'aria-live': 'polite' } });
  const looks = createLineLooks();
  return {
    element: element(
      'section',
      { className: 'panel', attributes: { 'aria-label': 'Over time' } },
      element('div', 'chart-head', element('h2', '', 'Over time'), graphViews(config, state)),
      picture.element,
      note,
      graphOptions(config, state),
    ),
    keyOf: (view) => {
      const { view: shown, split } = graphViewOf(config, view);
      return keyOf(view.period, view.filters, view.compare, shown.id, split);
    },
    async load({ view, period, nowSeconds }) {
      const choice = { ...graphViewOf(config, view), period, filters: view.filters, compare: view.compare };
      const data = await fetchGraph(api, config, choice, { looks, nowSeconds });
      return () => {
        picture.element.hidden = !hasValues(data);
        picture.show(data);
        replaceChildren(note, hasValues(data) ? undefined : nothingYet(config));
      };
    },
    fail(error) {
      picture.element.hidden = true;
      replaceChildren(note, unavailable(error));
    },
  };
}

/** Every point of the graph, not only those of the table in the page. */
function csvOf({ times, lines }: ChartData): string {
  const rows = times.map((time, index) => [
    new Date(time * 1000).toISOString(),
    ...lines.map(({ values }) => values[index] ?? null),
  ]);
  return toCsv([['Time', ...lines.map(({ name }) => name)], ...rows]);
}

function nothingYet({ id }: MetricConfig): HTMLElement {
  return element(
    'div',
    'chart-empty',
    element('p', '', element('strong', '', 'Nothing in this period yet.')),
    element('p', 'soft', 'A new sample is in the total at once, and in the graph about half a minute later.'),
    element('p', '', link('How to send samples', `#/metrics/${id}?tab=code`)),
  );
}

function unavailable(error: unknown): HTMLElement {
  if (isWithoutPrometheus(error)) {
    return notice(
      'info',
      element('strong', '', 'Prometheus does not answer, so there is no graph right now. '),
      'Samples are counted all the same: the total is live, and nothing is lost.',
    );
  }
  return notice('bad', element('strong', '', 'The graph could not be loaded. '), messageOf(error));
}
