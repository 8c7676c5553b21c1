import { fetchUnknownNames } from '../../api/rejections.ts';
import { poll } from '../../browser/poll.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { unknownNameList } from '../../components/metric/unknownNameList.ts';
import { element, replaceChildren } from '../../dom.ts';
import type { PageContext } from '../page.ts';

const REFRESH_MS = 10_000;

/** Names that refused samples had and no metric has; empty when there are none. */
export function unknownNames({ api, signal }: Pick<PageContext, 'api' | 'signal'>): HTMLElement {
  const place = element('div', '');
  const refresh = async () => {
    const { names, others } = await fetchUnknownNames(api);
    const shown = names.length === 0 ? undefined : namesPanel(unknownNameList(names, others, Date.now()));
    // What has the focus stays: a link that is replaced while somebody is at it would be lost.
    if (!place.contains(document.activeElement)) replaceChildren(place, shown);
  };
  poll(refresh, REFRESH_MS, signal);
  return place;
}

function namesPanel(list: HTMLElement): HTMLElement {
  return panel(
    'Names that no metric has',
    element('p', 'soft', 'Samples of these names are refused. Correct the name in your code, or create the metric.'),
    list,
  );
}
