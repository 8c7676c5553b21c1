import { fetchSeries, type MetricConfig } from '../../api/metricConfigs.ts';
import { poll } from '../../browser/poll.ts';
import { button, whileBusy } from '../../components/basic/button.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { toast } from '../../components/basic/toast.ts';
import { seriesList } from '../../components/metric/seriesList.ts';
import { element } from '../../dom.ts';
import { messageOf } from '../../failure.ts';
import type { PageContext } from '../page.ts';
import { downloadSeries } from './downloadSeries.ts';

const PAGE = 25;
const REFRESH_MS = 10_000;

/** Every series with its labels and its numbers, straight from Postgres. */
export function seriesSection({ api, signal }: PageContext, config: MetricConfig): HTMLElement {
  const body = element('div', '');
  let offset = 0;
  const turn = (pages: number) => {
    offset = Math.max(0, offset + pages * PAGE);
    timer.now();
  };
  const { refresh } = loadInto(body, {
    what: 'the series',
    signal,
    load: () => fetchSeries(api, config.id, { limit: PAGE, offset }),
    show: (page) => seriesList(config, page, { offset, pageSize: PAGE, turn }),
    retry: async () => timer.now(),
  });
  const timer = poll(refresh, REFRESH_MS, signal);
  const download: HTMLButtonElement = button('Download as CSV', () => void whileBusy(download, save), {
    kind: 'quiet',
    icon: 'download',
  });
  const save = () => downloadSeries(api, config).catch((error: unknown) => toast(messageOf(error)));
  return panel('Label sets', body, element('div', 'actions', download));
}
