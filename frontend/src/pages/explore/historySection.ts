import { queryHistory } from '../../browser/queryHistory.ts';
import { button } from '../../components/basic/button.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { queryList } from '../../components/explore/queryList.ts';
import { element, replaceChildren } from '../../dom.ts';

/** The last queries of this account in this browser; hidden while there are none. */
export function historySection(userId: string, onChoose: (query: string) => void) {
  const kept = queryHistory(userId);
  const body = element('div', '');
  const section = panel('Recent queries', body);
  const draw = () => {
    const queries = kept.list();
    section.hidden = queries.length === 0;
    const clear = button('Clear history', () => {
      kept.clear();
      draw();
    });
    replaceChildren(
      body,
      element('p', 'soft', 'Kept in this browser only, for this account, until you clear them or sign out.'),
      queryList(
        'Recent queries',
        queries.map((query) => ({ query })),
        onChoose,
      ),
      element('div', 'actions', clear),
    );
  };
  draw();
  return {
    element: section,
    add(query: string) {
      kept.add(query);
      draw();
    },
  };
}
