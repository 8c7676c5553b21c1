import { element } from '../../dom.ts';
import { type Filters, valueText } from '../../metric/filters.ts';
import { replaceKeepingFocus } from '../basic/replaceKeepingFocus.ts';
import { chip } from '../forms/chip.ts';

/** What the page is limited to, each with a way to take it away. */
export function filterChips(onRemove: (label: string, value: string) => void) {
  const list = element('ul', { className: 'chips filters', attributes: { role: 'list', 'aria-label': 'Filters' } });
  return {
    element: list,
    show(filters: Filters) {
      list.hidden = filters.length === 0;
      replaceKeepingFocus(list, () =>
        filters.map(([label, value]) => chip(`${label}: ${valueText(value)}`, () => onRemove(label, value))),
      );
    },
  };
}
