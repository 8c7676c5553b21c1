import { fetchEndpoint } from '../api/clientInfo.ts';
import { listMetricConfigs } from '../api/metricConfigs.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { limits } from '../contract.generated.ts';
import { element } from '../dom.ts';
import type { MakePage } from './page.ts';
import { firstMinutes } from './welcome/firstMinutes.ts';

/**
 * The first minutes: secret, metrics, site tag, first event; each step is what it is on the server, so a reload loses nothing but the
 * secret.
 */
export const welcomePage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '');
  const account = loadInto(body, {
    what: 'your account',
    signal,
    load: () => Promise.all([listMetricConfigs(api, limits.page.limit), fetchEndpoint(signal)]),
    show: ([{ metricConfigs }, endpoint]) => [firstMinutes(context, metricConfigs, endpoint)],
  });
  void account.load();
  return {
    title: 'First minutes',
    element: element(
      'div',
      'page narrow',
      pageHead({
        title: 'Welcome. Two minutes to your first number',
        text: 'Four steps; this page sees by itself how far you are.',
      }),
      body,
    ),
  };
};
