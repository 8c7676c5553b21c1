import { element, uniqueId } from '../../dom.ts';
import type { Field } from './field.ts';

/** A switch with its explanation. */
export function checkField(options: {
  name: string;
  label: string;
  value: boolean;
  hint?: string;
  onChange?: (value: boolean) => void;
}): Field<boolean> {
  const id = uniqueId(options.name);
  const input = element('input', { attributes: { id, type: 'checkbox', name: options.name } });
  input.checked = options.value;
  input.addEventListener('change', () => options.onChange?.(input.checked));
  const fault = element('p', 'fault');
  return {
    element: element(
      'div',
      'field check',
      element('label', { attributes: { for: id } }, input, element('span', '', options.label)),
      options.hint === undefined ? undefined : element('div', 'hint', options.hint),
      fault,
    ),
    name: options.name,
    read: () => input.checked,
    check: () => undefined,
    showFault: (message) => {
      fault.textContent = message ?? '';
    },
    focus: () => input.focus(),
  };
}
