import { fetchListedStats, type MetricConfig } from '../../api/metricConfigs.ts';
import { queryRange, queryTime } from '../../api/prometheus.ts';
import { poll } from '../../browser/poll.ts';
import { notice } from '../../components/basic/notice.ts';
import type { MetricRow } from '../../components/metric/metricRow.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isWithoutPrometheus } from '../../failure.ts';
import { sparklineName, sparklineQuery } from '../../graph/promql.ts';
import type { PageContext } from '../page.ts';

export interface ListedMetric {
  readonly config: MetricConfig;
  readonly row: MetricRow;
}

const STATS_MS = 2_000;
const LINES_MS = 30_000;
const LINE_SECONDS = 3_600;
const LINE_STEP_SECONDS = 120;

/**
 * Keeps the rows of a list fresh: totals live from Postgres, and lines of the last hour by Prometheus's clock. `note` says that there is no
 * Prometheus; lines are what was seen here then.
 * @param metrics may grow; `start` asks for those that have come
 */
export function refreshNumbers({ api, signal }: Pick<PageContext, 'api' | 'signal'>, metrics: readonly ListedMetric[]) {
  const note = element('div', '');
  let polls: { now: () => void }[] = [];

  const refreshStats = async () => {
    if (metrics.length === 0) return;
    const stats = await fetchListedStats(api, metrics.length);
    for (const { config, row } of metrics) {
      const own = stats.get(config.id);
      if (own) row.showStats(own, Date.now());
      else row.element.remove();
    }
  };
  const fetchLines = async () => {
    const toSeconds = await queryTime(api);
    const range = { fromSeconds: toSeconds - LINE_SECONDS, toSeconds, stepSeconds: LINE_STEP_SECONDS };
    return queryRange(api, sparklineQuery(metrics.map(({ config }) => config)), range);
  };
  const refreshLines = async () => {
    if (metrics.length === 0) return;
    try {
      const series = await fetchLines();
      for (const { config, row } of metrics) {
        const own = series.find(({ labels }) => labels.__name__ === sparklineName(config));
        row.showHistory(own?.points.map(([, value]) => value) ?? []);
      }
      replaceChildren(note);
    } catch (error) {
      if (!isWithoutPrometheus(error)) throw error;
      for (const { row } of metrics) row.showHistory(undefined);
      replaceChildren(note, withoutPrometheus());
    }
  };
  return {
    note,
    start() {
      if (polls.length > 0) for (const { now } of polls) now();
      else polls = [poll(refreshStats, STATS_MS, signal), poll(refreshLines, LINES_MS, signal)];
    },
  };
}

function withoutPrometheus(): HTMLElement {
  return notice(
    'info',
    'Prometheus does not answer right now. Totals are live all the same. Lines show what this page has seen in the last minute or so; the last hour comes back by itself when Prometheus answers.',
  );
}
