import { fetchStats, type MetricConfig } from '../../api/metricConfigs.ts';
import { fetchRejections } from '../../api/rejections.ts';
import { panel } from '../../components/pageHead.ts';
import { type RefusalRow, refusalList } from '../../components/refusalList.ts';
import { accountRobotsNote } from '../../components/robotsNote.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import { poll } from '../../poll.ts';
import type { PageContext } from '../page.ts';

const REFRESH_MS = 10_000;

/** Why samples of this metric were refused, and those of the account that name no metric; and how many of the account robots sent. */
export function refusalSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const body = element('div', '');
  let shown = '';
  poll(
    async () => {
      try {
        const [stats, { rejections: account, robotSamples }] = await Promise.all([
          fetchStats(api, config.id),
          fetchRejections(api),
        ]);
        const own: RefusalRow[] = stats.rejections.map((row) => ({
          ...row,
          metricConfigId: config.id,
          example: account.find(({ code, metricConfigId }) => code === row.code && metricConfigId === config.id)
            ?.example,
        }));
        const nobodys = account.filter(({ metricConfigId }) => metricConfigId === null);
        const key = JSON.stringify([own, nobodys, robotSamples]);
        if (key === shown) return;
        shown = key;
        replaceChildren(
          body,
          own.length === 0
            ? element('p', 'soft', robotSamples === 0 ? 'None: every sample that came was counted.' : 'None.')
            : refusalList(own, Date.now()),
          nobodys.length === 0
            ? undefined
            : element(
                'div',
                'nobodys',
                element('h3', '', 'Of the account, for no metric in particular'),
                refusalList(nobodys, Date.now()),
              ),
          accountRobotsNote(robotSamples),
        );
      } catch (error) {
        if (isAbort(error)) return;
        if (shown === '') replaceChildren(body, element('p', 'soft', messageOf(error)));
        throw error;
      }
    },
    REFRESH_MS,
    signal,
  );
  return panel('Refused samples', body);
}
