import { type ApiKey, changeApiKey, createApiKey, deleteApiKey, listApiKeys, rotateApiKey } from '../api/apiKeys.ts';
import { fetchEndpoint } from '../api/clientInfo.ts';
import { ownAddress } from '../browser/address.ts';
import { button } from '../components/basic/button.ts';
import { openDialog } from '../components/basic/dialog.ts';
import { emptyState, loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { confirmDialog } from '../components/forms/confirmDialog.ts';
import { form } from '../components/forms/form.ts';
import { keyCard } from '../components/keys/keyCard.ts';
import { keyFields } from '../components/keys/keyFields.ts';
import { overlapField } from '../components/keys/overlapField.ts';
import { secretPanel } from '../components/keys/secretPanel.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort, messageOf } from '../failure.ts';
import { oldestUsableKey } from '../keys/usableKey.ts';
import { siteTagSection } from './keys/siteTagSection.ts';
import type { MakePage } from './page.ts';

/**
 * API keys: made, named, limited, put into pages, rotated, switched off and revoked. A secret is shown once, in a dialog that asks whether it
 * is saved.
 */
export const keysPage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '', loading('your API keys'));

  const load = async () => {
    try {
      const keys = await listApiKeys(api);
      const now = Date.now();
      const shown = oldestUsableKey(keys, now);
      replaceChildren(
        body,
        keys.length === 0
          ? emptyState(
              'No API keys',
              'Nothing can send samples for you: pages and servers need a key.',
              button('New key', create, { kind: 'primary', icon: 'plus' }),
            )
          : element(
              'ul',
              { className: 'key-list', attributes: { role: 'list' } },
              ...keys.map((key) => keyCard(key, now, actionsOf(key), siteTagSection(context, key, key === shown))),
            ),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('Your API keys', error, () => void load()),
        );
    }
  };
  const showSecret = async (title: string, key: { keyName: string; apiKey: string; apiSecret: string }) => {
    const endpoint = await fetchEndpoint(signal).catch(() => ownAddress('api/v1/metrics'));
    openDialog(title, (close) => [secretPanel(key, endpoint, close)], { closable: false });
  };
  const create = () => {
    const { fields, read } = keyFields();
    openDialog('New API key', (close) => [
      form({
        title: 'New API key',
        fields,
        submit: 'Create key',
        more: [button('Cancel', close)],
        onSubmit: async () => {
          const { expiresAt, ...rest } = read();
          const made = await createApiKey(api, { ...rest, expiresAt });
          close();
          void load();
          await showSecret(`${made.keyName} is ready`, made);
        },
      }),
    ]);
  };
  const actionsOf = (key: ApiKey) => ({
    edit: () => {
      const { fields, read } = keyFields(key);
      openDialog(`Edit ${key.keyName}`, (close) => [
        form({
          title: `Edit ${key.keyName}`,
          fields,
          submit: 'Save changes',
          more: [button('Cancel', close)],
          onSubmit: async () => {
            const changes = read();
            // A date that was not touched keeps its hour.
            const same = key.expiresAt !== null && changes.expiresAt?.slice(0, 10) === key.expiresAt.slice(0, 10);
            await changeApiKey(api, key.id, same ? { ...changes, expiresAt: key.expiresAt } : changes);
            close();
            toast('The key is changed. That acts everywhere within 2 seconds.');
            void load();
          },
        }),
      ]);
    },
    rotate: () => {
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
          const rotated = await rotateApiKey(api, key.id, Number(overlap.read()));
          void load();
          void showSecret(`New secret of ${rotated.keyName}`, rotated);
        },
      });
    },
    setActive: async (isActive: boolean) => {
      try {
        await changeApiKey(api, key.id, { isActive });
        toast(isActive ? `${key.keyName} is on again.` : `${key.keyName} is off: what sends with it is refused.`);
        await load();
      } catch (error) {
        if (!isAbort(error)) toast(messageOf(error));
      }
    },
    revoke: () =>
      confirmDialog({
        title: 'Revoke this key for ever?',
        text: ['Servers that send with it, and pages with code that was generated for it, are refused from now on.'],
        typed: key.keyName,
        action: 'Revoke key',
        onConfirm: async () => {
          await deleteApiKey(api, key.id);
          toast(`${key.keyName} is revoked.`);
          void load();
        },
      }),
  });
  void load();

  return {
    title: 'API keys',
    element: element(
      'div',
      'page',
      pageHead({
        title: 'API keys',
        text: 'A key with its secret sends from servers. Its site tag goes into pages, and carries a token of its own.',
        actions: [button('New key', create, { kind: 'primary', icon: 'plus' })],
      }),
      body,
    ),
  };
};
