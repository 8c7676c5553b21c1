import type { Child } from '../../dom.ts';
import { button } from '../basic/button.ts';
import { openDialog } from '../basic/dialog.ts';
import type { Field } from './field.ts';
import { type FormOptions, form } from './form.ts';

/** A form in a dialog, which can be left without sending it. `onSubmit` closes the dialog when it is done with it. */
export function formDialog(options: {
  title: string;
  /** Above the form. */
  text?: readonly Child[];
  fields: readonly Field<unknown>[];
  submit: string;
  kind?: FormOptions['kind'];
  onSubmit: (close: () => void) => Promise<void>;
}): void {
  const { title, text = [], fields, submit, kind = 'primary', onSubmit } = options;
  openDialog(title, (close) => [
    ...text,
    form({ title, fields, submit, kind, more: [button('Cancel', close)], onSubmit: () => onSubmit(close) }),
  ]);
}
