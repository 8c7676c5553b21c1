import { confirmDialog } from '../forms/confirmDialog.ts';
import { overlapField } from './overlapField.ts';

/** Asks before a token that stands in pages ends, and how long it works on. */
export function askToRevokeToken(options: {
  title: string;
  text: string;
  onConfirm: (overlapSeconds: number) => Promise<void>;
}): void {
  const overlap = overlapField('Code that is in pages now works for');
  confirmDialog({
    title: options.title,
    text: [options.text],
    fields: [overlap],
    action: 'Revoke',
    onConfirm: () => options.onConfirm(Number(overlap.read())),
  });
}
