import { type ApiKey, listApiKeys } from '../api/apiKeys.ts';
import { fetchClient } from '../api/clientInfo.ts';
import { fetchGrafana } from '../api/grafana.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { serverForms } from '../components/codeForms.ts';
import { commandBlock } from '../components/commandBlock.ts';
import { copyButton } from '../components/copyButton.ts';
import { loading } from '../components/emptyState.ts';
import { failureNote } from '../components/failureNote.ts';
import { notice } from '../components/notice.ts';
import { noUsableKey } from '../components/noUsableKey.ts';
import { pageHead, panel } from '../components/pageHead.ts';
import { tabs } from '../components/tabs.ts';
import { element, replaceChildren } from '../dom.ts';
import { queryExample } from '../examples/serverExamples.ts';
import { isAbort } from '../failure.ts';
import { emptyDraft } from '../metricDraft.ts';
import { oldestUsableKey } from '../usableKey.ts';
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
            'A 202 means that the sample is stored. Send it again after a 429 or a 503: with a ',
            element('code', '', 'batchId'),
            ' in the body, a batch counts once.',
          ),
          tabs('Ways to send from a server', serverForms(metric, { ...client, apiKey: key?.apiKey ?? 'mk_…' })),
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
