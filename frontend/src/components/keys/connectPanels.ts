import type { ApiKey } from '../../api/apiKeys.ts';
import { element } from '../../dom.ts';
import { queryExample } from '../../examples/serverExamples.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import { copyButton } from '../basic/copyButton.ts';
import { panel } from '../basic/pageHead.ts';
import { noUsableKey } from './noUsableKey.ts';

type UsableKey = Pick<ApiKey, 'apiKey'> | undefined;

/** Stands where the public id of a key would be. */
const ANY_KEY = 'mk_…';

/** How another program asks for the series. */
export function askFromShell(endpoint: string, key: UsableKey): HTMLElement {
  return panel(
    'Ask from a shell',
    element('p', '', 'The HTTP API of Prometheus, of your own series only:'),
    commandBlock(queryExample(endpoint, key?.apiKey ?? ANY_KEY)),
  );
}

/** The settings of a data source in a Grafana that is not the platform's. */
export function ownGrafana(endpoint: string, key: UsableKey): HTMLElement {
  const rows: readonly { name: string; value: string; copies?: boolean }[] = [
    { name: 'Type', value: 'Prometheus' },
    { name: 'Server URL', value: endpoint.replace(/\/metrics$/, '/prometheus'), copies: true },
    { name: 'Authentication', value: 'Basic authentication' },
    { name: 'User', value: key?.apiKey ?? ANY_KEY, copies: true },
    { name: 'Password', value: 'the secret of that key' },
    { name: 'HTTP method', value: 'POST' },
  ];
  return panel(
    'Your own Grafana',
    element(
      'p',
      '',
      'Connections → Data sources → Add new, with these settings. It sees your series and no one else’s.',
    ),
    key ? undefined : noUsableKey(),
    element('dl', 'facts', ...rows.flatMap((row) => [element('dt', '', row.name), settingOf(row)])),
  );
}

function settingOf({ name, value, copies = false }: { name: string; value: string; copies?: boolean }): HTMLElement {
  if (!copies) return element('dd', '', value);
  const text = element('code', '', value);
  return element('dd', '', element('span', 'with-copy', text, copyButton(text, name)));
}
