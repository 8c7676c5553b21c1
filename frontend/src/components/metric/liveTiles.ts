import type { MetricConfig, MetricStats } from '../../api/metricConfigs.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatAgo, formatNumber, formatTime } from '../../format.ts';
import { headlineOf } from '../../metric/headline.ts';
import { metricStateOf } from '../../metric/metricState.ts';
import { statTile } from '../basic/statTile.ts';
import { overLimitNotice } from './overLimitNotice.ts';
import { statePill } from './statePill.ts';

/** The numbers of a metric, changed in place, and how it is. */
export function liveTiles(config: MetricConfig) {
  const total = statTile(headlineOf(config.metricType, { total: 0, series: 0 }).title);
  const series = statTile('Series');
  const last = statTile('Last sample');
  const state = element('dd', 'tile-state');
  const stateTile = element('div', 'tile', element('dt', '', 'State'), state);
  const problem = element('div', { attributes: { 'aria-live': 'polite' } });
  let shownState = '';
  return {
    element: element(
      'div',
      '',
      element('dl', 'tiles', total.element, series.element, last.element, stateTile),
      problem,
    ),
    show(stats: MetricStats, nowMs: number) {
      const { title, value, note } = headlineOf(config.metricType, stats);
      const { lastSampleAt } = stats;
      total.set(formatNumber(value), note, title);
      series.set(formatNumber(stats.series), `of ${formatNumber(config.maxSeries)}`);
      if (lastSampleAt === null) last.set('none yet');
      else last.set(formatAgo(lastSampleAt, nowMs), formatTime(lastSampleAt));
      const now = metricStateOf(config, stats, nowMs);
      if (now === shownState) return;
      shownState = now;
      replaceChildren(state, statePill(now));
      replaceChildren(problem, stats.overflowing ? overLimitNotice(config) : undefined);
    },
  };
}
