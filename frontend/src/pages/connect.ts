import { listApiKeys } from '../api/apiKeys.ts';
import { fetchClient } from '../api/clientInfo.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { askFromShell, ownGrafana } from '../components/keys/connectPanels.ts';
import { element } from '../dom.ts';
import { oldestUsableKey } from '../keys/usableKey.ts';
import { emptyDraft } from '../metric/metricDraft.ts';
import { grafanaPanel } from './connect/grafanaPanel.ts';
import { sendFromServer } from './connect/sendFromServer.ts';
import { siteTagPanel } from './connect/siteTagPanel.ts';
import type { MakePage } from './page.ts';

/** How pages and servers send numbers, and how other tools get at them. */
export const connectPage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '');
  const addresses = loadInto(body, {
    what: 'your addresses',
    signal,
    load: () => Promise.all([fetchClient(signal), listApiKeys(api), listMetricConfigs(api, 1)]),
    show([client, keys, { metricConfigs }]) {
      const metric = metricConfigs[0] ?? { ...emptyDraft, metricName: 'signups', labels: { plan: 'free' } };
      const key = oldestUsableKey(keys, Date.now());
      return [
        siteTagPanel(context, key),
        sendFromServer(client, key, metric),
        grafanaPanel(context),
        ownGrafana(client.endpoint, key),
        askFromShell(client.endpoint, key),
      ];
    },
  });
  void addresses.load();
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
