import { type ApiKey, rotateApiKey } from '../../api/apiKeys.ts';
import { confirmDialog } from '../../components/forms/confirmDialog.ts';
import { overlapField } from '../../components/keys/overlapField.ts';
import type { PageContext } from '../page.ts';
import { showSecret } from './showSecret.ts';

/** Gives a key a new secret, and shows it; the old one works on for as long as the person says. */
export function rotateKey(context: PageContext, key: ApiKey, onChanged: () => void): void {
  const overlap = overlapField('The secret of now works for');
  confirmDialog({
    title: `Rotate the secret of ${key.keyName}?`,
    text: [
      'You get a new secret. Until the overlap ends both work, so that your servers can change over one by one. Code in pages is not touched.',
    ],
    fields: [overlap],
    action: 'Rotate secret',
    kind: 'primary',
    onConfirm: async () => {
      const rotated = await rotateApiKey(context.api, key.id, Number(overlap.read()));
      onChanged();
      void showSecret(context, `New secret of ${rotated.keyName}`, rotated);
    },
  });
}
