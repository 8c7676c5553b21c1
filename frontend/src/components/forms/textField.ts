import { type Child, element, uniqueId } from '../../dom.ts';
import { describedBy, type Field, fieldFrame } from './field.ts';

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

export type TextField = Field<string> & { readonly input: HTMLInputElement | HTMLTextAreaElement };

/** A labelled text box. What is wrong is told when it is left, and goes away as soon as it is right. */
export function textField(options: TextFieldOptions): TextField {
  const { name, label, type = 'text', optional = false } = options;
  const id = uniqueId(name);
  const input = makeInput(id, options);
  const frame = fieldFrame({ id, label, optional, hint: options.hint }, input);
  const field: TextField = {
    element: frame.element,
    name,
    input,
    read: () => input.value,
    check() {
      const text = type === 'password' ? input.value : input.value.trim();
      if (text === '') return optional ? undefined : 'is needed';
      return options.check?.(text);
    },
    showFault(message) {
      frame.showFault(message);
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

function makeInput(id: string, options: TextFieldOptions): HTMLInputElement | HTMLTextAreaElement {
  const { name, type = 'text', optional = false, lines } = options;
  const attributes = {
    id,
    name,
    type: lines === undefined ? type : undefined,
    rows: lines?.toString(),
    autocomplete: options.autocomplete ?? 'off',
    placeholder: options.placeholder,
    maxlength: options.maxLength?.toString(),
    required: optional ? undefined : '',
    'aria-describedby': describedBy(id),
    spellcheck: type === 'text' && lines !== undefined ? undefined : 'false',
    autocapitalize: type === 'email' || type === 'password' ? 'none' : undefined,
  };
  const input = lines === undefined ? element('input', { attributes }) : element('textarea', { attributes });
  input.value = options.value ?? '';
  return input;
}
