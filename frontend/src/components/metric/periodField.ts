import { element } from '../../dom.ts';
import { datesId, periodChoices, readPeriod } from '../../period/period.ts';
import { selectField } from '../forms/selectField.ts';
import { textField } from '../forms/textField.ts';

const DATES = 'dates';

/** The choice of a period: one of a list, or any two dates. */
export function periodField(onChange: (id: string) => void) {
  const take = () => {
    const [from, to] = [first.read(), last.read()];
    if (from === '' || to === '') return;
    const isPeriod = readPeriod(datesId(from, to), Date.now() / 1000) !== undefined;
    last.showFault(isPeriod ? undefined : 'must not be before “From”, and “From” not in the future');
    if (isPeriod) onChange(datesId(from, to));
  };
  const first = textField({ name: 'from', label: 'From', type: 'date', onInput: take });
  const last = textField({ name: 'to', label: 'To', type: 'date', onInput: take });
  const dates = element('div', 'period-dates', first.element, last.element);
  const choice = selectField({
    name: 'period',
    label: 'Period',
    choices: [...periodChoices.map(({ id, title }) => [id, title] as const), [DATES, 'Two dates …']],
    onChange: (id) => {
      dates.hidden = id !== DATES;
      if (id === DATES) first.focus();
      else onChange(id);
    },
  });
  // The choice says by itself what it is of; screen readers are told.
  choice.element.querySelector('label')?.classList.add('unseen');
  return {
    element: element('div', 'period-field', choice.element, dates),
    /** Shows what is chosen. */
    show(id: string) {
      const isListed = periodChoices.some((one) => one.id === id);
      choice.input.value = isListed ? id : DATES;
      dates.hidden = isListed;
      if (isListed) return;
      const [from = '', to = ''] = id.split('..');
      if (first.input.value !== from) first.input.value = from;
      if (last.input.value !== to) last.input.value = to;
    },
  };
}
