import { fetchStats, type MetricConfig } from '../../api/metricConfigs.ts';
import { fetchRejections } from '../../api/rejections.ts';
import { poll } from '../../browser/poll.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { type RefusalRow, refusalList } from '../../components/metric/refusalList.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import type { PageContext } from '../page.ts';

const REFRESH_MS = 10_000;

/** Why samples of this metric were refused, and those of the account that name no metric. */
export function refusalSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const body = element('div', '');
  let shown = '';
  poll(
    async () => {
      try {
        const [stats, account] = await Promise.all([fetchStats(api, config.id), fetchRejections(api)]);
        const own: RefusalRow[] = stats.rejections.map((row) => ({
          ...row,
          metricConfigId: config.id,
          example: account.find(({ code, metricConfigId }) => code === row.code && metricConfigId === config.id)
            ?.example,
        }));
        const nobodys = account.filter(({ metricConfigId }) => metricConfigId === null);
        const key = JSON.stringify([own, nobodys]);
        if (key === shown) return;
        shown = key;
        replaceChildren(
          body,
          own.length === 0
            ? element('p', 'soft', 'None: every sample that came was counted.')
            : refusalList(own, Date.now()),
          nobodys.length === 0
            ? undefined
            : element(
                'div',
                'nobodys',
                element('h3', '', 'Of the account, for no metric in particular'),
                refusalList(nobodys, Date.now()),
              ),
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
