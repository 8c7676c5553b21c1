import { type ApiKey, changeApiKey } from '../../api/apiKeys.ts';
import { toast } from '../../components/basic/toast.ts';
import { formDialog } from '../../components/forms/formDialog.ts';
import { keyFields } from '../../components/keys/keyFields.ts';
import type { PageContext } from '../page.ts';

/** Changes what a key may. */
export function editKey({ api }: PageContext, key: ApiKey, onChanged: () => void): void {
  const { fields, read } = keyFields(key);
  formDialog({
    title: `Edit ${key.keyName}`,
    fields,
    submit: 'Save changes',
    onSubmit: async (close) => {
      await changeApiKey(api, key.id, read());
      close();
      toast('The key is changed. That acts everywhere within 2 seconds.');
      onChanged();
    },
  });
}
