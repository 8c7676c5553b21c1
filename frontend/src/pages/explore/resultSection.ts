import { queryTime } from '../../api/prometheus.ts';
import { askAt, askOver } from '../../api/promqlAnswers.ts';
import { loading } from '../../components/basic/emptyState.ts';
import { notice } from '../../components/basic/notice.ts';
import { resultTable } from '../../components/explore/resultTable.ts';
import { chart } from '../../components/graph/chart.ts';
import { element, replaceChildren } from '../../dom.ts';
import type { ExploreChoice } from '../../explore/exploreChoice.ts';
import { exploreRange, withEnd } from '../../explore/exploreRange.ts';
import { toChart } from '../../explore/resultChart.ts';
import { toTable } from '../../explore/resultTable.ts';
import { hasValues } from '../../graph/chartData.ts';
import { readPeriod } from '../../period/period.ts';
import type { PageContext } from '../page.ts';

/** The result of a query, as a graph over the period or as a table of now. */
export function resultSection({ api, signal }: PageContext) {
  const picture = chart(signal);
  picture.element.hidden = true;
  const place = element('div', '');
  const remarks = element('div', 'result-remarks');
  const clear = () => {
    picture.element.hidden = true;
    replaceChildren(place);
    replaceChildren(remarks);
  };

  const showGraph = async ({ query, period }: ExploreChoice, isCurrent: () => boolean) => {
    const nowSeconds = await queryTime(api);
    const { fromSeconds, toSeconds } = readPeriod(period, nowSeconds) ?? { fromSeconds: 0, toSeconds: 0 };
    const range = exploreRange({ fromSeconds, toSeconds });
    // The whole steps stay where they are; the end of the period is one point more.
    const [answer, end] = await Promise.all([askOver(api, query, range), askAt(api, query, toSeconds)]);
    if (!isCurrent()) return;
    clear();
    const data = toChart(withEnd(answer.series, end.series), range, toSeconds);
    if (hasValues(data)) {
      picture.element.hidden = false;
      picture.show(data);
    } else replaceChildren(place, nothing('No series has a value in this period.'));
    sayRemarks(answer.remarks);
  };
  const showTable = async ({ query }: ExploreChoice, isCurrent: () => boolean) => {
    const answer = await askAt(api, query, await queryTime(api));
    if (!isCurrent()) return;
    clear();
    const table = toTable(answer.series);
    replaceChildren(place, table.rows.length === 0 ? nothing('No series has a value now.') : resultTable(table));
    sayRemarks(answer.remarks);
  };
  const sayRemarks = (said: readonly string[]) =>
    replaceChildren(remarks, ...said.map((remark) => notice('info', remark)));

  return {
    element: element('div', 'result', place, picture.element, remarks),
    clear,
    /** @param isCurrent whether nothing else has been asked for since. @throws ApiError, UnreachableError */
    show(choice: ExploreChoice, isCurrent: () => boolean): Promise<void> {
      if (picture.element.hidden && place.childElementCount === 0) replaceChildren(place, loading('the result'));
      return choice.view === 'graph' ? showGraph(choice, isCurrent) : showTable(choice, isCurrent);
    },
  };
}

function nothing(reason: string): HTMLElement {
  return element(
    'div',
    'chart-empty',
    element('p', '', element('strong', '', 'The result is empty.')),
    element('p', 'soft', `${reason} Check names and labels, or choose a longer period.`),
  );
}
