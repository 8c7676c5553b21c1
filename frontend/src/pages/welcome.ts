import { ownAddress } from '../address.ts';
import { fetchEndpoint } from '../api/clientInfo.ts';
import { listMetricConfigs, type MetricConfig } from '../api/metricConfigs.ts';
import { checklistStep } from '../components/checklist.ts';
import { loading } from '../components/emptyState.ts';
import { failureNote } from '../components/failureNote.ts';
import { pageHead } from '../components/pageHead.ts';
import { secretPanel } from '../components/secretPanel.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
import type { MakePage } from './page.ts';
import { chooseFirstMetric } from './welcome/chooseFirstMetric.ts';
import { pasteCode } from './welcome/pasteCode.ts';
import { watchFirstSample } from './welcome/watchFirstSample.ts';

/** The first minutes: secret, metric, script, first event; each step is what it is on the server, so a reload loses nothing but the secret. */
export const welcomePage: MakePage = (context) => {
  const { api, memory, signal } = context;
  const steps = element('ol', { className: 'checklist', attributes: { role: 'list' } }, loading('your account'));
  const state: { endpoint: string; metric: MetricConfig | undefined; received: boolean } = {
    endpoint: ownAddress('api/v1/metrics'),
    metric: undefined,
    received: false,
  };

  const render = () => {
    const { metric, received, endpoint } = state;
    const key = memory.newKey;
    const content: Node[] = [];
    if (key) {
      const saved = () => {
        memory.newKey = undefined;
        render();
        steps.querySelector<HTMLElement>('button, a')?.focus();
      };
      content.push(
        checklistStep({ title: 'Put your secret away', state: 'now', content: secretPanel(key, endpoint, saved) }),
      );
    } else content.push(checklistStep({ title: 'Put your secret away', state: 'done', content: lostSecretHint() }));
    const chosen = (made: MetricConfig) => {
      state.metric = made;
      render();
      steps.querySelector<HTMLElement>('.command pre')?.focus();
    };
    content.push(
      checklistStep({
        title: 'Create a metric',
        state: metric ? 'done' : key ? 'todo' : 'now',
        content: metric
          ? element(
              'p',
              '',
              'It is called ',
              element('a', { attributes: { href: `#/metrics/${metric.id}` } }, metric.name),
              '.',
            )
          : chooseFirstMetric(api, chosen),
      }),
      checklistStep({
        title: 'Paste the script into your page',
        state: received ? 'done' : metric ? 'now' : 'todo',
        content: metric && !received ? pasteCode(context, metric, endpoint) : undefined,
      }),
      checklistStep({
        title: received ? 'The first event is here' : 'See the first event arrive',
        state: received ? 'done' : metric ? 'now' : 'todo',
        content: metric ? live(metric) : undefined,
      }),
    );
    replaceChildren(steps, ...content);
  };

  /** Goes on over renderings, so that its own clock does too. */
  let watched: { id: string; element: HTMLElement } | undefined;
  const live = (metric: MetricConfig): HTMLElement => {
    if (watched?.id !== metric.id) {
      const onFirst = () => {
        state.received = true;
        render();
      };
      watched = { id: metric.id, element: watchFirstSample(context, metric, onFirst) };
    }
    return watched.element;
  };

  const load = async () => {
    try {
      const [list, endpoint] = await Promise.all([listMetricConfigs(api, 1), fetchEndpoint(signal)]);
      state.metric = list.metricConfigs[0];
      state.endpoint = endpoint;
      render();
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          steps,
          element(
            'li',
            '',
            failureNote('Your account', error, () => void load()),
          ),
        );
    }
  };
  void load();

  return {
    title: 'First minutes',
    element: element(
      'div',
      'page narrow',
      pageHead({
        title: 'Welcome. Two minutes to your first number',
        text: 'Four steps; this page sees by itself how far you are.',
      }),
      steps,
    ),
  };
};

function lostSecretHint(): HTMLElement {
  return element(
    'p',
    'soft',
    'Lost it? ',
    element('a', { attributes: { href: '#/keys' } }, 'Rotate the key'),
    ' and you get a new one. Pages do not need it.',
  );
}
