import { fetchEndpoint } from '../api/clientInfo.ts';
import { listMetricConfigs, type MetricConfig } from '../api/metricConfigs.ts';
import { ownAddress } from '../browser/address.ts';
import { checklistStep } from '../components/basic/checklist.ts';
import { loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { secretPanel } from '../components/keys/secretPanel.ts';
import { limits } from '../contract.generated.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
import { isInPages } from '../metric/isInPages.ts';
import type { MakePage } from './page.ts';
import { chooseMetrics } from './welcome/chooseMetrics.ts';
import { pasteSiteTag } from './welcome/pasteSiteTag.ts';
import { watchFirstSample } from './welcome/watchFirstSample.ts';

/**
 * The first minutes: secret, metrics, site tag, first event; each step is what it is on the server, so a reload loses nothing but the
 * secret.
 */
export const welcomePage: MakePage = (context) => {
  const { api, memory, signal } = context;
  const steps = element('ol', { className: 'checklist', attributes: { role: 'list' } }, loading('your account'));
  const state: { endpoint: string; metrics: readonly MetricConfig[]; received: boolean } = {
    endpoint: ownAddress('api/v1/metrics'),
    metrics: [],
    received: false,
  };

  const render = () => {
    const { metrics, received, endpoint } = state;
    const isCounting = metrics.some(isInPages);
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
    content.push(
      checklistStep({
        title: received ? 'Choose what else to count' : 'Choose what to count',
        state: isCounting ? 'done' : key ? 'todo' : 'now',
        content: chooseMetrics({ api, metrics, received, onMade }),
      }),
      checklistStep({
        title: 'Paste the site tag into your pages',
        state: received ? 'done' : isCounting ? 'now' : 'todo',
        content: isCounting && !received ? siteTag() : undefined,
      }),
      checklistStep({
        title: received ? 'The first event is here' : 'See the first event arrive',
        state: received ? 'done' : metrics.length > 0 ? 'now' : 'todo',
        content: metrics.length > 0 ? live() : undefined,
      }),
    );
    const focused = steps.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : undefined;
    replaceChildren(steps, ...content);
    if (focused) steps.querySelector<HTMLElement>(`[href="${focused}"]`)?.focus();
  };

  const onMade = (made: MetricConfig) => {
    const shownBefore = pasted;
    state.metrics = [...state.metrics, made];
    render();
    void shownBefore?.show(made);
    toast(`${made.name} is in your site tag.${shownBefore ? '' : ' The tag is below: paste it once.'}`);
    steps.querySelector<HTMLElement>(`.template[href="#/metrics/${made.id}"]`)?.focus();
  };

  /** Both go on over renderings, so that what was chosen in them and their clock do too. */
  let pasted: ReturnType<typeof pasteSiteTag> | undefined;
  let watched: HTMLElement | undefined;
  const siteTag = (): HTMLElement => {
    if (pasted === undefined) {
      pasted = pasteSiteTag(context, state.endpoint);
      const [example] = state.metrics;
      if (example) void pasted.show(example);
    }
    return pasted.element;
  };
  const live = (): HTMLElement => {
    const onFirst = () => {
      state.received = true;
      render();
    };
    watched ??= watchFirstSample(context, () => state.metrics, onFirst);
    return watched;
  };

  const load = async () => {
    try {
      const [list, endpoint] = await Promise.all([listMetricConfigs(api, limits.page.limit), fetchEndpoint(signal)]);
      state.metrics = list.metricConfigs;
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
