import { generateSiteCode, listApiKeys } from '../../api/apiKeys.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { commandBlock } from '../../components/basic/commandBlock.ts';
import { loading } from '../../components/basic/emptyState.ts';
import { failureNote } from '../../components/basic/failureNote.ts';
import { tabs } from '../../components/basic/tabs.ts';
import { noUsableKey } from '../../components/keys/noUsableKey.ts';
import { ownEvents } from '../../components/metric/ownEvents.ts';
import { element, replaceChildren } from '../../dom.ts';
import { siteTagExample } from '../../examples/pageExamples.ts';
import { curlExample } from '../../examples/serverExamples.ts';
import { isAbort } from '../../failure.ts';
import { oldestUsableKey } from '../../keys/usableKey.ts';
import type { PageContext } from '../page.ts';

/** The site tag, and the other way to send a first sample. `show` follows the metrics: the tag stays, its events do not. */
export function pasteSiteTag({ api }: PageContext, endpoint: string) {
  const box = element('div', '', loading('the site tag'));
  const show = async (example: MetricConfig) => {
    try {
      const key = oldestUsableKey(await listApiKeys(api), Date.now());
      if (key === undefined) return replaceChildren(box, noUsableKey());
      const code = await generateSiteCode(api, key.id);
      const page = element(
        'div',
        '',
        element(
          'p',
          '',
          'Paste it once before ',
          element('code', '', '</head>'),
          ' of every page, and open one of them. Metrics that you choose later reach it within 5 minutes.',
        ),
        commandBlock(siteTagExample(code, key.keyName)),
      );
      const events = ownEvents(code);
      if (events) page.append(element('p', '', 'Events of your own are counted when your page says so:'), events);
      const server = element(
        'div',
        '',
        element('p', '', 'From a server, with the secret in ', element('code', '', 'UVP_API_SECRET'), ':'),
        commandBlock(curlExample(endpoint, key.apiKey, example)),
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
          failureNote('The site tag', error, () => void show(example)),
        );
    }
  };
  return { element: box, show };
}
