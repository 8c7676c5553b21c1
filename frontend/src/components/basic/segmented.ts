import { element, uniqueId } from '../../dom.ts';

/** One of a few, all in sight; radio buttons underneath, so arrow keys work. */
export function segmented<T extends string>(options: {
  label: string;
  choices: readonly (readonly [value: T, text: string])[];
  value: T;
  onChange: (value: T) => void;
}): HTMLElement {
  const name = uniqueId('choice');
  return element(
    'fieldset',
    'segmented',
    element('legend', 'unseen', options.label),
    ...options.choices.map(([value, text]) => {
      const input = element('input', {
        attributes: { type: 'radio', name, value },
        on: { change: () => options.onChange(value) },
      });
      input.checked = value === options.value;
      return element('label', '', input, element('span', '', text));
    }),
  );
}
