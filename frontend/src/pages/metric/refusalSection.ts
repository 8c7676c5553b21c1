import { fetchStats, type MetricConfig, type MetricStats } from '../../api/metricConfigs.ts';
import { type AccountRejection, fetchRejections } from '../../api/rejections.ts';
import { poll } from '../../browser/poll.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { accountRobotsNote } from '../../components/keys/robotsNote.ts';
import { type RefusalRow, refusalList } from '../../components/metric/refusalList.ts';
import { type Child, element } from '../../dom.ts';
import type { PageContext } from '../page.ts';

const REFRESH_MS = 10_000;

/** Why samples of this metric were refused, and those of the account that name no metric; and how many of the account robots sent. */
export function refusalSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const body = element('div', '');
  const { refresh } = loadInto(body, {
    what: 'the refused samples',
    signal,
    load: () => Promise.all([fetchStats(api, config.id), fetchRejections(api)]),
    show: ([stats, { rejections, robotSamples }]) => refusalsOf(config, stats, rejections, robotSamples),
    retry: async () => timer.now(),
  });
  const timer = poll(refresh, REFRESH_MS, signal);
  return panel('Refused samples', body);
}

function refusalsOf(
  { id }: MetricConfig,
  stats: MetricStats,
  account: readonly AccountRejection[],
  robotSamples: number,
): Child[] {
  const exampleOf = (wanted: string) =>
    account.find(({ code, metricConfigId }) => code === wanted && metricConfigId === id)?.example;
  const own: RefusalRow[] = stats.rejections.map((row) => ({
    ...row,
    metricConfigId: id,
    example: exampleOf(row.code),
  }));
  const ofNoMetric = account.filter(({ metricConfigId }) => metricConfigId === null);
  const now = Date.now();
  return [
    own.length === 0
      ? element('p', 'soft', robotSamples === 0 ? 'None: every sample that came was counted.' : 'None.')
      : refusalList(own, now),
    ofNoMetric.length === 0
      ? undefined
      : element(
          'div',
          'nobodys',
          element('h3', '', 'Of the account, for no metric in particular'),
          refusalList(ofNoMetric, now),
        ),
    accountRobotsNote(robotSamples),
  ];
}
