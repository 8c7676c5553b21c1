import { element, replaceChildren } from '../../../dom.ts';
import { labelNamesFault } from '../../../metric/labelNames.ts';
import { button } from '../../basic/button.ts';
import type { Field } from '../../forms/field.ts';
import { type LabelRow, labelRow } from './labelRow.ts';

/** The labels of a metric: each has a name, and a value that is either fixed or filled in by the script. */
export function labelRows(options: {
  value: Readonly<Record<string, string>>;
  /** Labels that cannot go any more. */
  kept: readonly string[];
  onChange: () => void;
}): Field<Record<string, string>> {
  let rows: LabelRow[] = [];
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
      const fault = labelNamesFault(rows.map((row) => row.read()[0]));
      if (fault !== undefined) return fault;
      return rows.some((row) => row.read()[0] === '' && row.read()[1] !== '') ? 'need names' : undefined;
    },
    showFault(message) {
      faultLine.textContent = message === undefined ? '' : `Labels ${message}`;
    },
    focus: () => rows[0]?.name.focus(),
  };
}
