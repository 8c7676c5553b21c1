import type { MetricConfig } from '../../api/metricConfigs.ts';
import { segmented } from '../../components/basic/segmented.ts';
import { selectField } from '../../components/forms/selectField.ts';
import { element, replaceChildren } from '../../dom.ts';
import { viewsOf } from '../../graph/views.ts';
import type { MetricView } from '../../metric/metricView.ts';
import { graphViewOf } from './graphView.ts';
import type { ViewState } from './viewState.ts';

/** The choice of what the graph shows; it follows the way back. */
export function graphViews(config: MetricConfig, state: ViewState): HTMLElement {
  const views = viewsOf(config.metricType);
  const place = element('div', 'chart-views');
  let drawn = '';
  const choice = (value: string) =>
    segmented({
      label: 'Show',
      choices: views.map(({ id, title }) => [id, title] as const),
      value,
      onChange: (id) => {
        drawn = id;
        state.change({ show: id === views[0]?.id ? undefined : id });
      },
    });
  const show = (view: MetricView) => {
    const { id } = graphViewOf(config, view).view;
    if (drawn === id) return;
    drawn = id;
    replaceChildren(place, choice(id));
  };
  show(state.current());
  state.onChange(show);
  return place;
}

/** By which label the graph is split, and whether the period before is shown. */
export function graphOptions(config: MetricConfig, state: ViewState): HTMLElement {
  const labels = Object.keys(config.labels);
  const split = selectField({
    name: 'split',
    label: 'Split by',
    choices: [['', 'nothing'], ...labels.map((label) => [label, label] as const)],
    onChange: (by) => state.change({ by }),
  });
  split.element.hidden = labels.length === 0;
  const compare = element('input', {
    attributes: { type: 'checkbox', name: 'compare' },
    on: { change: () => state.change({ compare: compare.checked }) },
  });
  const show = (view: MetricView) => {
    const { view: shown, split: by } = graphViewOf(config, view);
    split.input.disabled = !shown.canSplit;
    split.input.value = by ?? '';
    compare.checked = view.compare;
    compare.disabled = shown.kind === 'heatmap' || (shown.kind === 'lines' && by !== undefined);
  };
  show(state.current());
  state.onChange(show);
  return element(
    'div',
    'chart-controls',
    split.element,
    element('label', 'compare', compare, element('span', '', 'Compare with the period before')),
  );
}
