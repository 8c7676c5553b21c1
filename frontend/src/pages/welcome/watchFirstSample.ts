import { fetchListedStats, type MetricConfig, type MetricStats } from '../../api/metricConfigs.ts';
import { type AccountRejection, fetchRejections } from '../../api/rejections.ts';
import { poll } from '../../browser/poll.ts';
import { linkButton } from '../../components/basic/button.ts';
import { notice } from '../../components/basic/notice.ts';
import { accountRobotsNote } from '../../components/keys/robotsNote.ts';
import { type RefusalRow, refusalList } from '../../components/metric/refusalList.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import { formatDuration, formatNumber } from '../../format.ts';
import { headlineOf } from '../../metric/headline.ts';
import type { PageContext } from '../page.ts';

const EVERY_MS = 1_000;
const PATIENCE_MS = 30_000;

/**
 * Looks every second, live in Postgres: says when the first sample is there, and until then why none is.
 * @param metricsOf all metrics of the account, the oldest first; there may be more each time
 */
export function watchFirstSample(
  { api, signal }: PageContext,
  metricsOf: () => readonly MetricConfig[],
  onFirst: () => void,
): HTMLElement {
  const since = Date.now();
  const watch = new AbortController();
  const status = element('div', { className: 'live', attributes: { role: 'status' } });
  const waited = element('span', 'soft');
  const reasons = element('div', { attributes: { 'aria-live': 'polite' } });
  let shown = '';
  const showReasons = (key: string, ...children: Node[]) => {
    if (key === shown) return;
    shown = key;
    replaceChildren(reasons, ...children);
  };

  const look = async () => {
    try {
      const metrics = metricsOf();
      const stats = await fetchListedStats(api, metrics.length);
      const first = metrics.find(({ id }) => (stats.get(id)?.lastSampleAt ?? null) !== null);
      const firstStats = first && stats.get(first.id);
      if (first && firstStats) {
        waited.textContent = '';
        replaceChildren(status, arrived(first, firstStats));
        showReasons('');
        onFirst();
        watch.abort();
        return;
      }
      const account = await fetchRejections(api).catch(() => undefined);
      const rows = refusalsOf(stats, account?.rejections ?? []);
      const fromRobots = accountRobotsNote(account?.robotSamples ?? 0);
      waited.textContent = ` ${formatDuration((Date.now() - since) / 1000)}`;
      if (rows.length > 0) {
        const key = rows.map(({ code, count }) => `${code} ${count}`).join();
        showReasons(
          key,
          notice('warn', element('strong', '', 'Samples arrive, but are refused:'), refusalList(rows, Date.now())),
        );
      } else if (fromRobots !== undefined) {
        const text = fromRobots.textContent ?? '';
        showReasons(text, notice('warn', element('strong', '', 'Only robots have sent until now:'), fromRobots));
      } else if (Date.now() - since > PATIENCE_MS) showReasons('tips', tips());
    } catch (error) {
      if (isAbort(error)) return;
      showReasons(messageOf(error), notice('bad', messageOf(error)));
      throw error;
    }
  };

  /** What was refused, with the platform's own words where it has them. */
  const refusalsOf = (stats: ReadonlyMap<string, MetricStats>, account: readonly AccountRejection[]) => {
    const rows: RefusalRow[] = [...account];
    for (const [metricConfigId, { rejections }] of stats) {
      const isMissing = (code: string) =>
        !rows.some((row) => row.code === code && row.metricConfigId === metricConfigId);
      rows.push(...rejections.filter(({ code }) => isMissing(code)).map((row) => ({ ...row, metricConfigId })));
    }
    return rows;
  };

  replaceChildren(
    status,
    element('span', { className: 'pulse', attributes: { 'aria-hidden': 'true' } }),
    element('span', '', 'Waiting for the first sample'),
  );
  poll(look, EVERY_MS, AbortSignal.any([signal, watch.signal]));
  return element('div', 'first-sample', status, waited, reasons);
}

function arrived(metric: MetricConfig, stats: MetricStats): HTMLElement {
  const { title, value } = headlineOf(metric.metricType, stats);
  return element(
    'div',
    'arrived',
    element(
      'p',
      '',
      element('strong', '', `${metric.name}: ${title.toLowerCase()} ${formatNumber(value)}.`),
      ' It counts, exactly once.',
    ),
    element(
      'div',
      'actions',
      linkButton('See the graph', `#/metrics/${metric.id}`, { kind: 'primary', icon: 'metrics' }),
      linkButton('All metrics', '#/metrics'),
    ),
  );
}

function tips(): HTMLElement {
  return notice(
    'info',
    element('strong', '', 'Nothing has arrived yet. What to look at:'),
    element(
      'ul',
      'bullets',
      element('li', '', 'Is the script in the page that you opened? Look at its source.'),
      element(
        'li',
        '',
        'Was the page open before you chose what to count? The browser may keep the script from then for 5 minutes.',
      ),
      element(
        'li',
        '',
        'Open the browser’s developer tools, Network: is there a request to this platform? A content blocker may have refused it.',
      ),
      element('li', '', 'Answered 401: the key is wrong, switched off or has expired. Copy the code again.'),
      element(
        'li',
        '',
        'Blocked: a content blocker, or a Content-Security-Policy without this host in script-src and connect-src.',
      ),
    ),
  );
}
