import { type Child, element } from '../../dom.ts';
import { button } from '../basic/button.ts';
import { openDialog } from '../basic/dialog.ts';
import { type Field, textField } from './field.ts';
import { form } from './form.ts';

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
  openDialog(options.title, (close) => {
    const typed = options.typed;
    const name =
      typed === undefined
        ? undefined
        : textField({
            name: 'confirmation',
            label: `Type “${typed}” to go on`,
            check: (text) => (text === typed ? undefined : 'is not the same'),
          });
    const fields = [...(options.fields ?? []), ...(name ? [name] : [])];
    return [
      ...options.text.map((child) => (typeof child === 'string' ? element('p', '', child) : child)),
      form({
        title: options.title,
        fields,
        submit: options.action,
        kind: options.kind ?? 'danger',
        more: [button('Cancel', close)],
        onSubmit: async () => {
          await options.onConfirm();
          close();
        },
      }),
    ];
  });
}
