import { element, replaceChildren } from '../../dom.ts';
import { icon } from '../basic/icon.ts';
import { type Field, uniqueId } from './field.ts';

export interface ChipsOptions {
  readonly name: string;
  readonly label: string;
  readonly value: readonly string[];
  readonly hint?: string;
  readonly placeholder?: string;
  /** Offered below the box. */
  readonly suggestions?: () => readonly { name: string; meaning: string }[];
  /** What is wrong with one entry. */
  readonly check?: (entry: string) => string | undefined;
  readonly onChange?: (value: readonly string[]) => void;
}

export type ChipsField = Field<readonly string[]> & { readonly refresh: () => void };

/**
 * A list of short texts: Enter or a comma adds one, its × takes it away. What is still being typed is added when the form is sent, not
 * when the box is left: the list would grow under the pointer, and the click on the form's button would miss.
 */
export function chipsField(options: ChipsOptions): ChipsField {
  const { name, label, check = () => undefined } = options;
  const id = uniqueId(name);
  let entries = [...options.value];
  const list = element('ul', { className: 'chips', attributes: { 'aria-label': label } });
  const offers = element('div', 'offers');
  const fault = element('p', { className: 'fault', attributes: { id: `${id}-fault`, 'aria-live': 'polite' } });
  const input = element('input', {
    attributes: {
      id,
      name,
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: options.placeholder,
      'aria-describedby': `${id}-hint ${id}-fault`,
    },
  });
  const showFault = (message: string | undefined) => {
    fault.textContent = message === undefined ? '' : `${label} ${message}`;
    input.toggleAttribute('aria-invalid', message !== undefined);
  };
  const set = (next: string[]) => {
    entries = next;
    render();
    options.onChange?.(entries);
  };
  /** Takes what is typed or pasted, also several at once; false when one of them cannot be. */
  const add = (text: string): boolean => {
    const given = text.split(/[\s,]+/).filter((entry) => entry !== '');
    const wrong = given.map((entry) => (entries.includes(entry) ? 'has it already' : check(entry))).find((one) => one);
    showFault(wrong);
    if (wrong !== undefined) return false;
    input.value = '';
    if (given.length > 0) set([...entries, ...new Set(given)]);
    return true;
  };
  const render = () => {
    replaceChildren(list, ...entries.map(chip));
    list.hidden = entries.length === 0;
    const offered = (options.suggestions?.() ?? []).filter((offer) => !entries.includes(offer.name));
    replaceChildren(offers, ...offered.map(offerButton));
  };
  const chip = (entry: string) => {
    const remove = () => {
      set(entries.filter((other) => other !== entry));
      input.focus();
    };
    return element(
      'li',
      'chip',
      element('span', '', entry),
      element(
        'button',
        { attributes: { type: 'button', 'aria-label': `Remove ${entry}` }, on: { click: remove } },
        icon('close'),
      ),
    );
  };
  const offerButton = (offer: { name: string; meaning: string }) =>
    element(
      'button',
      {
        className: 'offer',
        attributes: { type: 'button', title: offer.meaning },
        on: { click: () => add(offer.name) },
      },
      icon('plus'),
      offer.name,
    );
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ',') {
      if (event.key === ',' || input.value !== '') event.preventDefault();
      add(input.value);
    } else if (event.key === 'Backspace' && input.value === '') {
      set(entries.slice(0, -1));
    }
  });
  render();
  return {
    element: element(
      'div',
      'field',
      element('label', { attributes: { for: id } }, label),
      element('div', 'chips-box', list, input),
      offers,
      options.hint === undefined
        ? undefined
        : element('div', { className: 'hint', attributes: { id: `${id}-hint` } }, options.hint),
      fault,
    ),
    name,
    read: () => entries,
    check: () => (add(input.value) ? undefined : (fault.textContent ?? '').replace(`${label} `, '')),
    showFault,
    focus: () => input.focus(),
    refresh: render,
  };
}
