import { listApiKeys } from '../../api/apiKeys.ts';
import { generateCode, type MetricConfig } from '../../api/metricConfigs.ts';
import { commandBlock } from '../../components/commandBlock.ts';
import { loading } from '../../components/emptyState.ts';
import { failureNote } from '../../components/failureNote.ts';
import { ownEvents } from '../../components/ownEvents.ts';
import { tabs } from '../../components/tabs.ts';
import { element, replaceChildren } from '../../dom.ts';
import { scriptTagExample } from '../../examples/pageExamples.ts';
import { curlExample } from '../../examples/serverExamples.ts';
import { isAbort } from '../../failure.ts';
import type { PageContext } from '../page.ts';

/** The script tag of the metric, and the two other ways to send a first sample. */
export function pasteCode({ api }: PageContext, metric: MetricConfig, endpoint: string): HTMLElement {
  const box = element('div', '', loading('your script'));
  const load = async () => {
    try {
      const [code, keys] = await Promise.all([generateCode(api, metric.id, {}), listApiKeys(api)]);
      const page = element(
        'div',
        '',
        element('p', '', 'Put this before ', element('code', '', '</head>'), ' of every page, and open one of them.'),
        commandBlock(scriptTagExample(code)),
      );
      const events = ownEvents(code);
      if (events) {
        page.append(element('p', '', 'This metric counts an event of your own, so say when it happens:'));
        page.append(events);
      }
      const curl = curlExample(endpoint, keys[0]?.apiKey ?? 'mk_…', metric);
      const server = element(
        'div',
        '',
        element('p', '', 'From a server, with the secret in ', element('code', '', 'UVP_API_SECRET'), ':'),
        commandBlock(curl),
      );
      replaceChildren(
        box,
        tabs('Ways to send', [
          { title: 'A web page', content: page },
          { title: 'curl', content: server },
        ]),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The script', error, () => void load()),
        );
    }
  };
  void load();
  return box;
}
