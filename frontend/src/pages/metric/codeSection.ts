import { type ApiKey, listApiKeys } from '../../api/apiKeys.ts';
import { fetchClient } from '../../api/clientInfo.ts';
import { generateCode, type MetricConfig, revokeToken } from '../../api/metricConfigs.ts';
import { button } from '../../components/button.ts';
import { confirmDialog } from '../../components/confirmDialog.ts';
import { loading } from '../../components/emptyState.ts';
import { failureNote } from '../../components/failureNote.ts';
import { selectField } from '../../components/field.ts';
import { tabs } from '../../components/tabs.ts';
import { toast } from '../../components/toast.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort } from '../../failure.ts';
import type { PageContext } from '../page.ts';
import { codeForms } from './codeForms.ts';

/** The code of a metric in every form, for one of the keys; where no code can be made it says why. */
export function codeSection(context: PageContext, config: MetricConfig): HTMLElement {
  const { api, signal } = context;
  const body = element('div', '', loading('the code'));
  const load = async (apiKeyId?: string) => {
    try {
      const [keys, client] = await Promise.all([listApiKeys(api), fetchClient(signal)]);
      const chosen = keys.find(({ id }) => id === apiKeyId) ?? keys.find(isUsable);
      const code = await generateCode(api, config.id, chosen ? { apiKeyId: chosen.id } : {});
      replaceChildren(
        body,
        element(
          'div',
          'code-head',
          keyChoice(keys, chosen, (id) => void load(id)),
          revokeButton(context, config, () => void load(apiKeyId)),
        ),
        tabs(
          'Forms of the code',
          codeForms(context, config, code, { ...client, apiKey: chosen?.apiKey ?? 'mk_…', apiKeyId: chosen?.id }),
        ),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('The code', error, () => void load(apiKeyId)),
        );
    }
  };
  void load();
  return body;
}

function isUsable({ isActive, expiresAt }: ApiKey): boolean {
  return isActive && (expiresAt === null || Date.parse(expiresAt) > Date.now());
}

function keyChoice(keys: readonly ApiKey[], chosen: ApiKey | undefined, onChange: (id: string) => void): HTMLElement {
  return selectField({
    name: 'apiKey',
    label: 'API key',
    choices: keys
      .filter(isUsable)
      .map(({ id, keyName, apiKey }) => [id, `${keyName} (${apiKey.slice(0, 8)}…)`] as const),
    ...(chosen && { value: chosen.id }),
    onChange,
  }).element;
}

function revokeButton({ api }: PageContext, config: MetricConfig, onDone: () => void): HTMLElement {
  const overlap = selectField({
    name: 'overlapSeconds',
    label: 'Code that is in pages now works for',
    choices: [
      ['0', 'no longer'],
      ['3600', 'one more hour'],
      ['86400', 'one more day'],
      ['604800', 'one more week'],
    ],
    value: '86400',
  });
  const ask = () =>
    confirmDialog({
      title: 'Revoke the token in this code?',
      text: [
        'For when somebody else sends with it. Pages with the script tag get the new code by themselves; inline code has to be pasted again.',
      ],
      fields: [overlap],
      action: 'Revoke',
      onConfirm: async () => {
        await revokeToken(api, config.id, Number(overlap.read()));
        toast('The token is revoked; the code below has a new one.');
        onDone();
      },
    });
  return button('Revoke token', ask);
}
