import { element, replaceChildren } from '../../dom.ts';
import { labelSources } from '../../metric/metricDraft.ts';
import { button } from '../basic/button.ts';
import { type Field, uniqueId } from '../forms/field.ts';

interface Row {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
  read(): readonly [string, string];
}

const OWN = 'own';

/** The labels of a metric: each has a name, and a value that is either fixed or filled in by the script. */
export function labelRows(options: {
  value: Readonly<Record<string, string>>;
  /** Labels that cannot go any more. */
  kept: readonly string[];
  onChange: () => void;
}): Field<Record<string, string>> {
  let rows: Row[] = [];
  const list = element('div', 'label-rows');
  const faultLine = element('p', { className: 'fault', attributes: { 'aria-live': 'polite' } });
  const render = () => {
    replaceChildren(list, ...rows.map((row) => row.element));
    options.onChange();
  };
  const add = (name: string, source: string) => {
    const row = labelRow({
      name,
      source,
      isKept: options.kept.includes(name),
      onChange: options.onChange,
      onRemove: () => {
        rows = rows.filter((other) => other !== row);
        render();
        more.focus();
      },
    });
    rows = [...rows, row];
    return row;
  };
  const more = button(
    'Add a label',
    () => {
      const row = add('', '');
      render();
      row.name.focus();
    },
    { icon: 'plus' },
  );
  for (const [name, source] of Object.entries(options.value)) add(name, source);
  replaceChildren(list, ...rows.map((row) => row.element));

  return {
    element: element(
      'fieldset',
      'field labels-field',
      element('legend', '', 'Labels'),
      element(
        'div',
        'hint',
        'Each set of label values is a line of its own in a graph. A sample may give its own values.',
      ),
      list,
      faultLine,
      more,
    ),
    name: 'labels',
    read: () => Object.fromEntries(rows.map((row) => row.read()).filter(([name]) => name !== '')),
    check() {
      const names = rows.map((row) => row.read()[0]);
      const wrong = names.find((name) => name !== '' && !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
      if (wrong !== undefined) return `cannot be called “${wrong}”: letters, digits and _ only, no digit first`;
      const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
      if (twice !== undefined) return `have “${twice}” twice`;
      return rows.some((row) => row.read()[0] === '' && row.read()[1] !== '') ? 'need names' : undefined;
    },
    showFault(message) {
      faultLine.textContent = message === undefined ? '' : `Labels ${message}`;
    },
    focus: () => rows[0]?.name.focus(),
  };
}

function labelRow(options: {
  name: string;
  source: string;
  isKept: boolean;
  onChange: () => void;
  onRemove: () => void;
}): Row {
  const automatic = options.source.startsWith('$');
  const name = element('input', {
    attributes: {
      type: 'text',
      id: uniqueId('label'),
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'plan',
      maxlength: '120',
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
    attributes: { type: 'text', id: uniqueId('default'), autocomplete: 'off', placeholder: 'none', maxlength: '200' },
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
