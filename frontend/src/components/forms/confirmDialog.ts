import { type Child, element } from '../../dom.ts';
import type { Field } from './field.ts';
import { formDialog } from './formDialog.ts';
import { textField } from './textField.ts';

/** Asks before something that cannot be undone; with `typed` that text has to be typed first. */
export function confirmDialog(options: {
  title: string;
  text: readonly Child[];
  action: string;
  typed?: string;
  /** Further questions of the dialog. */
  fields?: readonly Field<unknown>[];
  kind?: 'danger' | 'primary';
  onConfirm: () => Promise<void>;
}): void {
  const { title, text, action, typed, fields = [], kind = 'danger', onConfirm } = options;
  formDialog({
    title,
    text: text.map((child) => (typeof child === 'string' ? element('p', '', child) : child)),
    fields: typed === undefined ? fields : [...fields, typedAgain(typed)],
    submit: action,
    kind,
    onSubmit: async (close) => {
      await onConfirm();
      close();
    },
  });
}

function typedAgain(text: string): Field<string> {
  return textField({
    name: 'confirmation',
    label: `Type “${text}” to go on`,
    check: (given) => (given === text ? undefined : 'is not the same'),
  });
}
