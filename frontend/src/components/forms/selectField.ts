import { element, uniqueId } from '../../dom.ts';
import { describedBy, type Field, fieldFrame } from './field.ts';

/** A choice from a list. */
export function selectField(options: {
  name: string;
  label: string;
  choices: readonly (readonly [value: string, text: string])[];
  value?: string;
  hint?: string;
  onChange?: (value: string) => void;
}): Field<string> & { readonly input: HTMLSelectElement } {
  const { name, label, choices, value, hint } = options;
  const id = uniqueId(name);
  const input = element(
    'select',
    { attributes: { id, name, 'aria-describedby': describedBy(id) } },
    ...choices.map(([choice, text]) => element('option', { attributes: { value: choice } }, text)),
  );
  if (value !== undefined) input.value = value;
  input.addEventListener('change', () => options.onChange?.(input.value));
  const frame = fieldFrame({ id, label, hint }, input);
  return {
    element: frame.element,
    name,
    input,
    read: () => input.value,
    check: () => undefined,
    showFault: frame.showFault,
    focus: () => input.focus(),
  };
}
