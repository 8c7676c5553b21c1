import type { MetricConfig } from '../../api/metricConfigs.ts';
import { type MetricView, readMetricView, writeMetricView } from '../../metric/metricView.ts';
import type { PageContext } from '../page.ts';

/** What is chosen on the page of a metric, the same as in its address. */
export interface ViewState {
  current(): MetricView;
  /** Changes a part of it, and with it the address. */
  change(part: Partial<MetricView>): void;
  /** Calls back when a part has been changed, here or by the way back. */
  onChange(listener: (view: MetricView) => void): void;
}

export function createViewState({ query, setQuery, onQuery }: PageContext, { labels }: MetricConfig): ViewState {
  const read = (from: URLSearchParams) => readMetricView(from, labels, Date.now() / 1000);
  const listeners: ((view: MetricView) => void)[] = [];
  let view = read(query);
  const take = (next: MetricView) => {
    view = next;
    for (const listener of listeners) listener(view);
  };
  onQuery((changed) => take(read(changed)));
  return {
    current: () => view,
    change(part) {
      const next = { ...view, ...part };
      setQuery(writeMetricView(next));
      take(next);
    },
    onChange: (listener) => listeners.push(listener),
  };
}
