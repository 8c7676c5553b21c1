import { element, replaceChildren, uniqueId } from '../../dom.ts';
import { chip, type Offer, offerButton } from './chip.ts';
import { describedBy, type Field, fieldFrame } from './field.ts';

export interface ChipsOptions {
  readonly name: string;
  readonly label: string;
  readonly value: readonly string[];
  readonly hint?: string;
  readonly placeholder?: string;
  /** Offered below the box. */
  readonly suggestions?: () => readonly Offer[];
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
  const input = makeInput(id, options);
  const frame = fieldFrame({ id, label, hint: options.hint }, element('div', 'chips-box', list, input), offers);
  const showFault = (message: string | undefined) => {
    frame.showFault(message);
    if (message === undefined) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  };
  const set = (next: string[]) => {
    entries = next;
    render();
    options.onChange?.(entries);
  };
  /** Takes what is typed or pasted, also several at once; returns why one of them cannot be. */
  const add = (text: string): string | undefined => {
    const given = text.split(/[\s,]+/).filter((entry) => entry !== '');
    const wrong = given.map((entry) => (entries.includes(entry) ? 'has it already' : check(entry))).find((one) => one);
    showFault(wrong);
    if (wrong !== undefined) return wrong;
    input.value = '';
    if (given.length > 0) set([...entries, ...new Set(given)]);
    return undefined;
  };
  const remove = (entry: string) => {
    set(entries.filter((other) => other !== entry));
    input.focus();
  };
  const render = () => {
    replaceChildren(list, ...entries.map((entry) => chip(entry, () => remove(entry))));
    list.hidden = entries.length === 0;
    const offered = (options.suggestions?.() ?? []).filter((offer) => !entries.includes(offer.name));
    replaceChildren(offers, ...offered.map((offer) => offerButton(offer, () => add(offer.name))));
  };
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
    element: frame.element,
    name,
    read: () => entries,
    check: () => add(input.value),
    showFault,
    focus: () => input.focus(),
    refresh: render,
  };
}

function makeInput(id: string, { name, placeholder }: ChipsOptions): HTMLInputElement {
  return element('input', {
    attributes: {
      id,
      name,
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder,
      'aria-describedby': describedBy(id),
    },
  });
}
