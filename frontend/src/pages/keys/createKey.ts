import { createApiKey } from '../../api/apiKeys.ts';
import { formDialog } from '../../components/forms/formDialog.ts';
import { keyFields } from '../../components/keys/keyFields.ts';
import type { PageContext } from '../page.ts';
import { showSecret } from './showSecret.ts';

/** Asks what the new key may, makes it and shows its secret. */
export function createKey(context: PageContext, onChanged: () => void): void {
  const { fields, read } = keyFields();
  formDialog({
    title: 'New API key',
    fields,
    submit: 'Create key',
    onSubmit: async (close) => {
      const made = await createApiKey(context.api, read());
      close();
      onChanged();
      await showSecret(context, `${made.keyName} is ready`, made);
    },
  });
}
