import { fetchStats, type MetricConfig } from '../../api/metricConfigs.ts';
import { poll } from '../../browser/poll.ts';
import { liveTiles } from '../../components/metric/liveTiles.ts';
import type { PageContext } from '../page.ts';

const REFRESH_MS = 2_000;

/** Straight from Postgres: ahead of the graph. */
export function liveNumbers({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const tiles = liveTiles(config);
  poll(async () => tiles.show(await fetchStats(api, config.id), Date.now()), REFRESH_MS, signal);
  return tiles.element;
}
