import { type ApiKey, deleteApiKey } from '../../api/apiKeys.ts';
import { toast } from '../../components/basic/toast.ts';
import { confirmDialog } from '../../components/forms/confirmDialog.ts';
import type { PageContext } from '../page.ts';

/** Ends a key for ever, when its name is typed. */
export function revokeKey({ api }: PageContext, key: ApiKey, onChanged: () => void): void {
  confirmDialog({
    title: 'Revoke this key for ever?',
    text: ['Servers that send with it, and pages with code that was generated for it, are refused from now on.'],
    typed: key.keyName,
    action: 'Revoke key',
    onConfirm: async () => {
      await deleteApiKey(api, key.id);
      toast(`${key.keyName} is revoked.`);
      onChanged();
    },
  });
}
