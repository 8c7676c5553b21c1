import type { MetricConfig } from '../../api/metricConfigs.ts';
import { replaceKeepingFocus } from '../../components/basic/replaceKeepingFocus.ts';
import { toast } from '../../components/basic/toast.ts';
import { secretPanel } from '../../components/keys/secretPanel.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';
import { chooseMetrics } from './chooseMetrics.ts';
import { firstSteps } from './firstSteps.ts';
import { pasteSiteTag } from './pasteSiteTag.ts';
import { watchFirstSample } from './watchFirstSample.ts';

/** The steps of the first minutes. They follow what happens: a metric is chosen, the secret is saved, the first sample arrives. */
export function firstMinutes(
  context: PageContext,
  configs: readonly MetricConfig[],
  endpoint: string,
): HTMLOListElement {
  const { api, memory } = context;
  const list = element('ol', { className: 'checklist', attributes: { role: 'list' } });
  let metrics = configs;
  let received = false;
  // Both go on over renderings, so that what was chosen in them and their clock do too.
  let pasted: ReturnType<typeof pasteSiteTag> | undefined;
  let watched: HTMLElement | undefined;

  const render = () => {
    const key = memory.newKey;
    replaceKeepingFocus(list, () =>
      firstSteps({
        metrics,
        received,
        secret: key && secretPanel(key, endpoint, onSaved),
        choice: () => chooseMetrics({ api, metrics, received, onMade }),
        siteTag,
        live,
      }),
    );
  };
  const onSaved = () => {
    memory.newKey = undefined;
    render();
    list.querySelector<HTMLElement>('button, a')?.focus();
  };
  const onMade = (made: MetricConfig) => {
    const shownBefore = pasted;
    metrics = [...metrics, made];
    render();
    void shownBefore?.show(made);
    toast(`${made.name} is in your site tag.${shownBefore ? '' : ' The tag is below: paste it once.'}`);
    list.querySelector<HTMLElement>(`.template[href="#/metrics/${made.id}"]`)?.focus();
  };
  const onFirst = () => {
    received = true;
    render();
  };
  const siteTag = (example: MetricConfig): HTMLElement => {
    if (pasted === undefined) {
      pasted = pasteSiteTag(context, endpoint, example);
      void pasted.show(example);
    }
    return pasted.element;
  };
  const live = (): HTMLElement => {
    watched ??= watchFirstSample(context, () => metrics, onFirst);
    return watched;
  };
  render();
  return list;
}
