import type { ApiKey } from '../../api/apiKeys.ts';
import { type MetricConfig, revokeToken } from '../../api/metricConfigs.ts';
import { button } from '../../components/basic/button.ts';
import { toast } from '../../components/basic/toast.ts';
import { selectField } from '../../components/forms/selectField.ts';
import { askToRevokeToken } from '../../components/keys/askToRevokeToken.ts';
import { element } from '../../dom.ts';
import { isUsableKey } from '../../keys/usableKey.ts';
import type { PageContext } from '../page.ts';

interface OwnTagHead {
  readonly keys: readonly ApiKey[];
  readonly chosen: ApiKey | undefined;
  readonly onChosen: (id: string) => void;
  readonly onRevoked: () => void;
}

/** Of which key the code of a metric is, and the end of the token in it. */
export function ownTagHead(context: PageContext, config: MetricConfig, options: OwnTagHead): HTMLElement {
  const { keys, chosen, onChosen, onRevoked } = options;
  const now = Date.now();
  const choice = selectField({
    name: 'apiKey',
    label: 'API key',
    choices: keys
      .filter((key) => isUsableKey(key, now))
      .map(({ id, keyName, apiKey }) => [id, `${keyName} (${apiKey.slice(0, 8)}…)`] as const),
    ...(chosen && { value: chosen.id }),
    onChange: onChosen,
  });
  return element('div', 'code-head', choice.element, revokeButton(context, config, onRevoked));
}

function revokeButton({ api }: PageContext, config: MetricConfig, onDone: () => void): HTMLElement {
  const ask = () =>
    askToRevokeToken({
      title: 'Revoke the token in this code?',
      text: 'For when somebody else sends with it. Pages with the script tag get the new code by themselves; inline code has to be pasted again. The site tag has a token of its own.',
      onConfirm: async (overlapSeconds) => {
        await revokeToken(api, config.id, overlapSeconds);
        toast('The token is revoked; the code below has a new one.');
        onDone();
      },
    });
  return button('Revoke token', ask);
}
