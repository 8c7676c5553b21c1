import { type Child, element } from '../../dom.ts';

/** One thing that a form asks for. */
export interface Field<T> {
  readonly element: HTMLElement;
  /** As the API calls it, to find the place of the API's faults. */
  readonly name: string;
  read(): T;
  /** What is wrong with what is there now, before anything is sent. */
  check(): string | undefined;
  /** Shows a fault at the field; undefined takes it away. */
  showFault(message: string | undefined): void;
  focus(): void;
}

export interface TextFieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date';
  readonly value?: string;
  readonly autocomplete?: string;
  readonly hint?: Child;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly optional?: boolean;
  readonly lines?: number;
  /** What is wrong with a text that is not empty. */
  readonly check?: (text: string) => string | undefined;
  readonly onInput?: (text: string) => void;
}

/** Longer than a press of the mouse: Safari does not say that it is a button. */
const SETTLED_MS = 200;

let made = 0;

/** An id that nothing else in the page has. */
export function uniqueId(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

export type TextField = Field<string> & { readonly input: HTMLInputElement | HTMLTextAreaElement };

/** A labelled text box. What is wrong is told when it is left, and goes away as soon as it is right. */
export function textField(options: TextFieldOptions): TextField {
  const { name, label, type = 'text', optional = false } = options;
  const id = uniqueId(name);
  const attributes = {
    id,
    name,
    type: options.lines === undefined ? type : undefined,
    rows: options.lines?.toString(),
    autocomplete: options.autocomplete ?? 'off',
    placeholder: options.placeholder,
    maxlength: options.maxLength?.toString(),
    required: optional ? undefined : '',
    'aria-describedby': `${id}-hint ${id}-fault`,
    spellcheck: type === 'text' && options.lines !== undefined ? undefined : 'false',
    autocapitalize: type === 'email' || type === 'password' ? 'none' : undefined,
  };
  const input = options.lines === undefined ? element('input', { attributes }) : element('textarea', { attributes });
  input.value = options.value ?? '';
  const fault = element('p', { className: 'fault', attributes: { id: `${id}-fault`, 'aria-live': 'polite' } });
  const field: TextField = {
    element: element(
      'div',
      'field',
      element(
        'label',
        { attributes: { for: id } },
        label,
        optional ? element('span', 'optional', ' optional') : undefined,
      ),
      input,
      options.hint === undefined
        ? undefined
        : element('div', { className: 'hint', attributes: { id: `${id}-hint` } }, options.hint),
      fault,
    ),
    name,
    input,
    read: () => input.value,
    check() {
      const text = type === 'password' ? input.value : input.value.trim();
      if (text === '') return optional ? undefined : 'is needed';
      return options.check?.(text);
    },
    showFault(message) {
      fault.textContent = message === undefined ? '' : `${label} ${message}`;
      if (message === undefined) input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
    focus: () => input.focus(),
  };
  input.addEventListener('blur', (event) => {
    if (input.value === '' || !(event instanceof FocusEvent)) return;
    // A button is being pressed, which may send the form; a line that appears now would move it away from under the pointer.
    if (event.relatedTarget instanceof HTMLButtonElement) return;
    setTimeout(() => document.activeElement !== input && field.showFault(field.check()), SETTLED_MS);
  });
  input.addEventListener('input', () => {
    if (input.hasAttribute('aria-invalid') && field.check() === undefined) field.showFault(undefined);
    options.onInput?.(input.value);
  });
  return field;
}

/** A choice from a list. */
export function selectField(options: {
  name: string;
  label: string;
  choices: readonly (readonly [value: string, text: string])[];
  value?: string;
  hint?: string;
  onChange?: (value: string) => void;
}): Field<string> & { readonly input: HTMLSelectElement } {
  const id = uniqueId(options.name);
  const input = element(
    'select',
    { attributes: { id, name: options.name, 'aria-describedby': `${id}-hint` } },
    ...options.choices.map(([value, text]) => element('option', { attributes: { value } }, text)),
  );
  if (options.value !== undefined) input.value = options.value;
  input.addEventListener('change', () => options.onChange?.(input.value));
  const fault = element('p', 'fault');
  return {
    element: element(
      'div',
      'field',
      element('label', { attributes: { for: id } }, options.label),
      input,
      options.hint === undefined
        ? undefined
        : element('div', { className: 'hint', attributes: { id: `${id}-hint` } }, options.hint),
      fault,
    ),
    name: options.name,
    input,
    read: () => input.value,
    check: () => undefined,
    showFault: (message) => {
      fault.textContent = message === undefined ? '' : `${options.label} ${message}`;
    },
    focus: () => input.focus(),
  };
}
