import type { MetricConfig, MetricStats } from '../../api/metricConfigs.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatAgo, formatNumber } from '../../format.ts';
import { headlineOf } from '../../metric/headline.ts';
import { metricStateOf } from '../../metric/metricState.ts';
import { link } from '../basic/link.ts';
import { growth, sparkline } from '../graph/sparkline.ts';
import { statePill } from './statePill.ts';

export interface MetricRow {
  readonly element: HTMLElement;
  showStats(stats: MetricStats, nowMs: number): void;
  /** What Prometheus has stored; undefined when it does not answer. */
  showHistory(values: readonly number[] | undefined): void;
}

const SEEN = 40;

/** One metric of the list. */
export function metricRow(config: MetricConfig): MetricRow {
  const total = element('span', 'row-total', '…');
  const what = element('span', 'soft', '');
  const last = element('span', 'soft', '');
  const state = element('span', 'row-state');
  const picture = element('span', 'row-spark');
  const seen: number[] = [];
  let fromPrometheus = false;
  const rises = config.metricType !== 'gauge';
  const draw = (values: readonly number[]) => replaceChildren(picture, sparkline(rises ? growth(values) : values));
  let shownState = '';
  return {
    element: element(
      'li',
      'metric-row',
      element(
        'div',
        'row-name',
        link(config.name, `#/metrics/${config.id}`),
        element('span', 'row-type', config.metricType),
        element('code', '', config.exportedName),
      ),
      picture,
      element('div', 'row-numbers', total, what, last),
      state,
    ),
    showStats(stats, nowMs) {
      const { title, value, note } = headlineOf(config.metricType, stats);
      total.textContent = formatNumber(value);
      what.textContent = note === '' ? title.toLowerCase() : `${title.toLowerCase()} ${note.replace(/;.*/, '')}`;
      last.textContent = stats.lastSampleAt === null ? 'no sample yet' : formatAgo(stats.lastSampleAt, nowMs);
      const now = metricStateOf(config, stats, nowMs);
      if (now !== shownState) replaceChildren(state, statePill(now));
      shownState = now;
      if (Number.isFinite(value)) seen.push(value);
      if (seen.length > SEEN) seen.shift();
      if (!fromPrometheus) draw(seen);
    },
    showHistory(values) {
      fromPrometheus = values !== undefined && values.length > 1;
      draw(fromPrometheus ? (values ?? []) : seen);
    },
  };
}
