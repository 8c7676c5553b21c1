import { type ApiKey, changeApiKey, listApiKeys } from '../api/apiKeys.ts';
import { button } from '../components/basic/button.ts';
import { emptyState } from '../components/basic/emptyState.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { type KeyActions, keyCard } from '../components/keys/keyCard.ts';
import { ownVisits } from '../components/keys/ownVisits.ts';
import { type Child, element } from '../dom.ts';
import { isAbort, messageOf } from '../failure.ts';
import { oldestUsableKey } from '../keys/usableKey.ts';
import { createKey } from './keys/createKey.ts';
import { editKey } from './keys/editKey.ts';
import { revokeKey } from './keys/revokeKey.ts';
import { rotateKey } from './keys/rotateKey.ts';
import { siteTagSection } from './keys/siteTagSection.ts';
import type { MakePage, PageContext } from './page.ts';

/** API keys: made, named, limited, put into pages, rotated, switched off and revoked. */
export const keysPage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '');
  const { load } = loadInto(body, {
    what: 'your API keys',
    signal,
    load: () => listApiKeys(api),
    show: (keys) => (keys.length === 0 ? [noKeys(newKeyButton())] : keyList(context, keys, () => void load())),
  });
  const newKeyButton = () =>
    button('New key', () => createKey(context, () => void load()), { kind: 'primary', icon: 'plus' });
  void load();
  return {
    title: 'API keys',
    element: element(
      'div',
      'page',
      pageHead({
        title: 'API keys',
        text: 'A key with its secret sends from servers. Its site tag goes into pages, and carries a token of its own.',
        actions: [newKeyButton()],
      }),
      body,
    ),
  };
};

function noKeys(newKey: HTMLElement): HTMLElement {
  return emptyState('No API keys', 'Nothing can send samples for you: pages and servers need a key.', newKey);
}

/** The site tag of the key that the API takes when none is named is open. */
function keyList(context: PageContext, keys: readonly ApiKey[], onChanged: () => void): Child[] {
  const now = Date.now();
  const shown = oldestUsableKey(keys, now);
  const cards = keys.map((key) =>
    keyCard(key, now, actionsOf(context, key, onChanged), siteTagSection(context, key, key === shown)),
  );
  return [
    element('ul', { className: 'key-list', attributes: { role: 'list' } }, ...cards),
    shown === undefined ? undefined : ownVisits(),
  ];
}

function actionsOf(context: PageContext, key: ApiKey, onChanged: () => void): KeyActions {
  return {
    edit: () => editKey(context, key, onChanged),
    rotate: () => rotateKey(context, key, onChanged),
    setActive: (isActive) => void setActive(context, key, isActive, onChanged),
    revoke: () => revokeKey(context, key, onChanged),
  };
}

async function setActive({ api }: PageContext, key: ApiKey, isActive: boolean, onChanged: () => void): Promise<void> {
  try {
    await changeApiKey(api, key.id, { isActive });
    toast(isActive ? `${key.keyName} is on again.` : `${key.keyName} is off: what sends with it is refused.`);
    onChanged();
  } catch (error) {
    if (!isAbort(error)) toast(messageOf(error));
  }
}
