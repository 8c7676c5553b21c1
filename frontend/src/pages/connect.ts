import { type ApiKey, listApiKeys } from '../api/apiKeys.ts';
import { fetchClient } from '../api/clientInfo.ts';
import { fetchGrafana } from '../api/grafana.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { commandBlock } from '../components/basic/commandBlock.ts';
import { copyButton } from '../components/basic/copyButton.ts';
import { loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { noUsableKey } from '../components/keys/noUsableKey.ts';
import { element, replaceChildren } from '../dom.ts';
import { curlExample, queryExample } from '../examples/serverExamples.ts';
import { isAbort } from '../failure.ts';
import { oldestUsableKey } from '../keys/usableKey.ts';
import { emptyDraft } from '../metric/metricDraft.ts';
import { siteTagPanel } from './connect/siteTagPanel.ts';
import { openInGrafana } from './metric/openInGrafana.ts';
import type { MakePage, PageContext } from './page.ts';

/** How pages and servers send numbers, and how other tools get at them. */
export const connectPage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '', loading('your addresses'));
  const load = async () => {
    try {
      const [client, keys, metrics] = await Promise.all([
        fetchClient(signal),
        listApiKeys(api),
        listMetricConfigs(api, 1),
      ]);
      const metric = metrics.metricConfigs[0] ?? { ...emptyDraft, metricName: 'signups', labels: { plan: 'free' } };
      const key = oldestUsableKey(keys, Date.now());
      const queryUrl = client.endpoint.replace(/\/metrics$/, '/prometheus');
      replaceChildren(
        body,
        siteTagPanel(context, key),
        panel(
          'Send from a server',
          key ? undefined : noUsableKey(),
          element(
            'p',
            '',
            'With the secret of the key in ',
            element('code', '', 'UVP_API_SECRET'),
            '; a 202 means that the sample is stored.',
          ),
          commandBlock(curlExample(client.endpoint, key?.apiKey ?? 'mk_…', metric)),
        ),
        grafana(context),
        ownGrafana(queryUrl, key),
        panel(
          'Ask from a shell',
          element('p', '', 'The HTTP API of Prometheus, of your own series only:'),
          commandBlock(queryExample(client.endpoint, key?.apiKey ?? 'mk_…')),
        ),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('Your addresses', error, () => void load()),
        );
    }
  };
  void load();
  return {
    title: 'Connect',
    element: element(
      'div',
      'page',
      pageHead({ title: 'Connect', text: 'Your pages, your servers, Grafana, and your own tools.' }),
      body,
    ),
  };
};

function grafana(context: PageContext): HTMLElement {
  const state = element('div', '', loading('Grafana'));
  fetchGrafana(context.api)
    .catch(() => ({ available: false, detail: undefined }))
    .then(({ available, detail }) =>
      replaceChildren(
        state,
        available
          ? element('p', '', 'A dashboard for each type of metric, signed in as you, with your series only.')
          : notice(
              'info',
              detail ??
                'This platform runs without a Grafana of its own, or it does not answer right now. Your own one works as well: see below.',
            ),
        available ? element('div', 'actions', openInGrafana(context)) : undefined,
      ),
    );
  return panel('Grafana of this platform', state);
}

function ownGrafana(queryUrl: string, key: ApiKey | undefined): HTMLElement {
  const rows: [string, string][] = [
    ['Type', 'Prometheus'],
    ['Server URL', queryUrl],
    ['Authentication', 'Basic authentication'],
    ['User', key?.apiKey ?? 'mk_…'],
    ['Password', 'the secret of that key'],
    ['HTTP method', 'POST'],
  ];
  return panel(
    'Your own Grafana',
    element(
      'p',
      '',
      'Connections → Data sources → Add new, with these settings. It sees your series and no one else’s.',
    ),
    key ? undefined : noUsableKey(),
    element(
      'dl',
      'facts',
      ...rows.flatMap(([name, value]) => {
        const text = element('code', '', value);
        const copies = ['Server URL', 'User'].includes(name);
        return [
          element('dt', '', name),
          element('dd', '', copies ? element('span', 'with-copy', text, copyButton(text, name)) : value),
        ];
      }),
    ),
  );
}
