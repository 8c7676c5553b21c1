import type { MetricConfig } from '../../api/metricConfigs.ts';
import { poll } from '../../browser/poll.ts';
import { notice } from '../../components/basic/notice.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { segmented } from '../../components/basic/segmented.ts';
import { selectField } from '../../components/forms/selectField.ts';
import { chart } from '../../components/graph/chart.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, isWithoutPrometheus, messageOf, UnreachableError } from '../../failure.ts';
import { hasValues } from '../../graph/chartData.ts';
import { createLineLooks } from '../../graph/lineLooks.ts';
import { type RangeId, ranges } from '../../graph/timeRange.ts';
import { viewsOf } from '../../graph/views.ts';
import { vitalLabelOf } from '../../metric/vitals.ts';
import type { PageContext } from '../page.ts';
import { fetchGraph, type GraphChoice } from './fetchGraph.ts';

const REFRESH_MS = 15_000;

/** The graph of a metric: by range, by what its type has to show, and for each value of a label. */
export function graphSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const views = viewsOf(config.metricType);
  const picture = chart(signal);
  const note = element('div', { className: 'chart-note', attributes: { 'aria-live': 'polite' } });
  const state = { view: views[0], range: '1h' as RangeId, split: vitalLabelOf(config.labels) ?? '' };
  const looks = createLineLooks();
  let asked = 0;
  /** The choice that the picture shows; undefined while there is no picture. */
  let drawn: GraphChoice | undefined;

  const refresh = async () => {
    const { view, range: rangeId } = state;
    if (!view) return;
    asked += 1;
    const mine = asked;
    const split = view.canSplit && state.split !== '' ? state.split : undefined;
    const choice: GraphChoice = { view, split, range: rangeId };
    try {
      const data = await fetchGraph(api, config, choice, looks);
      if (mine !== asked || signal.aborted) return;
      picture.element.hidden = !hasValues(data);
      picture.show(data);
      drawn = choice;
      replaceChildren(note, hasValues(data) ? undefined : nothingYet());
    } catch (error) {
      if (mine !== asked || isAbort(error)) return;
      // The graph stays, and the page says how old it is. A graph of another choice goes: it would be taken for the new one.
      if (drawn && isSame(drawn, choice) && !isWithoutPrometheus(error)) throw error;
      picture.element.hidden = true;
      drawn = undefined;
      replaceChildren(note, unavailable(error));
      if (error instanceof UnreachableError) throw error;
    }
  };
  const timer = poll(refresh, REFRESH_MS, signal);
  const labels = Object.keys(config.labels);
  const split = selectField({
    name: 'split',
    label: 'Split by',
    value: state.split,
    choices: [['', 'nothing'], ...labels.map((label) => [label, label] as const)],
    onChange: (value) => {
      state.split = value;
      timer.now();
    },
  });
  split.element.hidden = labels.length === 0;
  return panel(
    'Graph',
    element(
      'div',
      'chart-controls',
      segmented({
        label: 'Show',
        choices: views.map(({ id, title }) => [id, title] as const),
        value: state.view?.id ?? '',
        onChange: (id) => {
          state.view = views.find((view) => view.id === id);
          split.input.disabled = state.view?.canSplit === false;
          timer.now();
        },
      }),
      segmented({
        label: 'Time range',
        choices: ranges.map(({ id, title }) => [id, title] as const),
        value: state.range,
        onChange: (id) => {
          state.range = id;
          timer.now();
        },
      }),
      split.element,
    ),
    picture.element,
    note,
  );
}

function isSame(one: GraphChoice, other: GraphChoice): boolean {
  return one.view.id === other.view.id && one.split === other.split && one.range === other.range;
}

function nothingYet(): HTMLElement {
  return element(
    'div',
    'chart-empty',
    element('p', '', element('strong', '', 'Nothing in this time range yet.')),
    element('p', 'soft', 'A new sample is in the live numbers at once, and in the graph about half a minute later.'),
  );
}

function unavailable(error: unknown): HTMLElement {
  if (isWithoutPrometheus(error)) {
    return notice(
      'info',
      element('strong', '', 'Prometheus does not answer, so there is no graph right now. '),
      'Samples are counted all the same: the numbers above are live, and nothing is lost.',
    );
  }
  return notice('bad', element('strong', '', 'The graph could not be loaded. '), messageOf(error));
}
