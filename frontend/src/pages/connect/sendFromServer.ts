import type { ApiKey } from '../../api/apiKeys.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { tabs } from '../../components/basic/tabs.ts';
import { noUsableKey } from '../../components/keys/noUsableKey.ts';
import { type CodeTarget, serverForms } from '../../components/metric/codeForms.ts';
import { element } from '../../dom.ts';
import type { Described } from '../../examples/exampleSample.ts';

/** How a server sends samples. @param key the one that code is made for; undefined when none can be used */
export function sendFromServer(
  addresses: Omit<CodeTarget, 'apiKey'>,
  key: Pick<ApiKey, 'apiKey'> | undefined,
  metric: Described,
): HTMLElement {
  return panel(
    'Send from a server',
    key ? undefined : noUsableKey(),
    element(
      'p',
      '',
      'A 202 means that the sample is stored. Send it again after a 429 or a 503: with a ',
      element('code', '', 'batchId'),
      ' in the body, a batch counts once.',
    ),
    tabs('Ways to send from a server', serverForms(metric, { ...addresses, apiKey: key?.apiKey ?? 'mk_…' })),
  );
}
