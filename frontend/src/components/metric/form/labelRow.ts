import { element, uniqueId } from '../../../dom.ts';
import { labelLimits } from '../../../metric/labelNames.ts';
import { labelSources } from '../../../metric/metricDraft.ts';
import { button } from '../../basic/button.ts';

export interface LabelRow {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
  read(): readonly [string, string];
}

const OWN = 'own';

/** One label: its name, and where its value comes from. */
export function labelRow(options: {
  name: string;
  source: string;
  isKept: boolean;
  onChange: () => void;
  onRemove: () => void;
}): LabelRow {
  const automatic = options.source.startsWith('$');
  const name = element('input', {
    attributes: {
      type: 'text',
      id: uniqueId('label'),
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'plan',
      maxlength: String(labelLimits.name),
    },
  });
  name.value = options.name;
  name.readOnly = options.isKept;
  const source = element(
    'select',
    { attributes: { id: uniqueId('source') } },
    element('option', { attributes: { value: OWN } }, 'fixed or from your code'),
    ...labelSources.map(([value, meaning]) => element('option', { attributes: { value } }, `${value} – ${meaning}`)),
  );
  source.value = automatic ? options.source : OWN;
  const fixed = element('input', {
    attributes: {
      type: 'text',
      id: uniqueId('default'),
      autocomplete: 'off',
      placeholder: 'none',
      maxlength: String(labelLimits.value),
    },
  });
  fixed.value = automatic ? '' : options.source;
  const fixedBox = element(
    'div',
    'label-part',
    element('label', { attributes: { for: fixed.id } }, 'Default value'),
    fixed,
  );
  const settle = () => {
    fixedBox.hidden = source.value !== OWN;
    options.onChange();
  };
  for (const input of [name, fixed]) input.addEventListener('input', options.onChange);
  source.addEventListener('change', settle);
  fixedBox.hidden = automatic;
  return {
    element: element(
      'div',
      'label-row',
      element('div', 'label-part', element('label', { attributes: { for: name.id } }, 'Label'), name),
      element('div', 'label-part', element('label', { attributes: { for: source.id } }, 'Value'), source),
      fixedBox,
      options.isKept ? undefined : button('Remove', options.onRemove, { kind: 'quiet' }),
    ),
    name,
    read: () => [name.value.trim(), source.value === OWN ? fixed.value : source.value],
  };
}
