import { element, replaceChildren } from '../../dom.ts';
import type { NamedNumber, PeriodNumbers } from '../../metric/periodNumbers.ts';

/** The numbers of a period; its place is as high while they load. @param count of main numbers */
export function periodNumbersView(count: number) {
  const main = element('dl', { className: 'headline-numbers', attributes: { 'data-count': String(count) } });
  const change = element('p', 'headline-change soft');
  const more = element('dl', 'headline-more');
  const place = element(
    'div',
    { className: 'headline', attributes: { role: 'group', 'aria-label': 'Numbers of the period' } },
    main,
    change,
    more,
  );
  const show = (numbers: PeriodNumbers) => {
    replaceChildren(main, ...numbers.main.map(mainNumber));
    change.textContent = numbers.change ?? '';
    replaceChildren(more, ...numbers.more.map(smallNumber));
  };
  const waiting = (text: string) =>
    show({ main: Array.from({ length: count }, () => ({ name: '\u00a0', value: '–' })), change: text, more: [] });
  waiting('\u00a0');
  return { element: place, show, clear: waiting };
}

function mainNumber({ name, value, note, verdict }: NamedNumber): HTMLElement {
  return element(
    'div',
    { className: 'headline-number', attributes: { 'data-verdict': verdict?.replace(' ', '-') } },
    element('dt', '', name),
    element('dd', 'headline-value', value),
    verdict === undefined ? undefined : element('dd', 'headline-verdict', verdict),
    note === undefined ? undefined : element('dd', 'headline-note', note),
  );
}

function smallNumber({ name, value }: NamedNumber): HTMLElement {
  return element('div', '', element('dt', '', name), element('dd', '', value));
}
