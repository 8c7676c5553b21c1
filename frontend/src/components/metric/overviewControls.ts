import { element, replaceChildren, uniqueId } from '../../dom.ts';
import { type OverviewChoice, quantiles, type Sort, sorts } from '../../overview/overviewChoice.ts';
import { datesId, periodChoices } from '../../period/period.ts';
import { segmented } from '../basic/segmented.ts';
import { checkField } from '../forms/checkField.ts';
import { selectField } from '../forms/selectField.ts';

export interface OverviewControls {
  readonly element: HTMLElement;
  /** Shows a choice that was made elsewhere: in the address. */
  show(choice: OverviewChoice): void;
}

const DATES = 'dates';

/** What the overview can be asked: a period, an order, a text to search for, a quantile where there are distributions. */
export function overviewControls(options: {
  /** Days that are offered first when two dates are chosen, such as 2026-11-28. */
  readonly usualDates: () => readonly [first: string, last: string];
  readonly hasDistributions: boolean;
  /** @param isTyping when each further letter is a change of the same choice */
  readonly onChange: (change: Partial<OverviewChoice>, isTyping?: boolean) => void;
}): OverviewControls {
  const { onChange } = options;
  const search = searchBox((text) => onChange({ search: text }, true));
  const dates = datesFields((first, last) => onChange({ period: datesId(first, last) }));
  const period = selectField({
    name: 'period',
    label: 'Period',
    choices: [...periodChoices.map(({ id, title }) => [id, title] as const), [DATES, 'Two dates …']],
    onChange: (id) => onChange({ period: id === DATES ? datesId(...options.usualDates()) : id }),
  });
  const sort = selectField({
    name: 'sort',
    label: 'Sort by',
    choices: sorts,
    onChange: (id) => onChange({ sort: id as Sort }),
  });
  const compare = checkField({ name: 'compare', label: 'Show the period before', value: false });
  const box = compare.element.querySelector('input');
  box?.addEventListener('change', () => onChange({ compare: box.checked }));
  const quantile = element('div', '');
  return {
    element: element(
      'div',
      { className: 'overview-controls', attributes: { role: 'search', 'aria-label': 'What to show' } },
      search.element,
      period.element,
      dates.element,
      sort.element,
      quantile,
      compare.element,
    ),
    show(choice) {
      const isListed = periodChoices.some(({ id }) => id === choice.period);
      period.input.value = isListed ? choice.period : DATES;
      dates.show(isListed ? undefined : choice.period.split('..'));
      sort.input.value = choice.sort;
      if (box) box.checked = choice.compare;
      search.show(choice.search);
      if (
        !options.hasDistributions ||
        quantile.querySelector<HTMLInputElement>('input:checked')?.value === choice.percent
      )
        return;
      replaceChildren(
        quantile,
        segmented({
          label: 'Quantile of distributions',
          choices: quantiles,
          value: choice.percent,
          onChange: (percent) => onChange({ percent }),
        }),
      );
    },
  };
}

function searchBox(onType: (text: string) => void) {
  const id = uniqueId('search');
  const input = element('input', {
    attributes: { id, type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'Name of a metric' },
    on: { input: () => onType(input.value) },
  });
  return {
    element: element('div', 'field', element('label', { attributes: { for: id } }, 'Search'), input),
    show(text: string) {
      if (input.value !== text) input.value = text;
    },
  };
}

/** Both days belong to the period. A first day after the last one moves the other one along. */
function datesFields(onChoose: (first: string, last: string) => void) {
  const day = (label: string, change: () => void) => {
    const id = uniqueId('day');
    const input = element('input', { attributes: { id, type: 'date', required: '' }, on: { change } });
    return { input, element: element('div', 'field', element('label', { attributes: { for: id } }, label), input) };
  };
  const choose = (changed: HTMLInputElement) => {
    if (first.input.value === '' || last.input.value === '') return;
    if (first.input.value > last.input.value) {
      const other = changed === first.input ? last.input : first.input;
      other.value = changed.value;
    }
    onChoose(first.input.value, last.input.value);
  };
  const first = day('From', () => choose(first.input));
  const last = day('To', () => choose(last.input));
  const box = element('div', 'overview-dates', first.element, last.element);
  return {
    element: box,
    show(days: readonly string[] | undefined) {
      box.hidden = days === undefined;
      const [from = '', to = ''] = days ?? [];
      if (first.input.value !== from) first.input.value = from;
      if (last.input.value !== to) last.input.value = to;
    },
  };
}
