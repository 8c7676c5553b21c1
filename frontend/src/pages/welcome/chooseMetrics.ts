import type { Api } from '../../api/client.ts';
import { createMetricConfig, type MetricConfig } from '../../api/metricConfigs.ts';
import { whileBusy } from '../../components/basic/button.ts';
import { icon } from '../../components/basic/icon.ts';
import { notice } from '../../components/basic/notice.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import { isInPages } from '../../metric/isInPages.ts';
import { type Template, templates } from '../../metric/templates.ts';

/** Templates to choose from: one press creates the metric. Those of which there is a metric lead to it. */
export function chooseMetrics(options: {
  api: Api;
  metrics: readonly MetricConfig[];
  /** Whether an event has arrived, so that the tag is in a page. */
  received: boolean;
  onMade: (metric: MetricConfig) => void;
}): HTMLElement {
  const { api, metrics, received, onMade } = options;
  const problem = element('div', { attributes: { 'aria-live': 'assertive' } });
  const create = async ({ draft }: Template) => {
    try {
      onMade(await createMetricConfig(api, draft));
    } catch (error) {
      if (!isAbort(error)) replaceChildren(problem, notice('bad', messageOf(error)));
    }
  };
  const tileOf = (template: Template) => {
    const made = metrics.find(
      ({ metricName, metricType }) =>
        metricName === template.draft.metricName && metricType === template.draft.metricType,
    );
    if (made) return madeTile(made);
    const text = textOf(template.title, template.promise);
    if (template.id === 'custom')
      return element('a', { className: 'template', attributes: { href: '#/metrics/new?from=welcome' } }, ...text);
    const press = () => void whileBusy(tile, () => create(template));
    const tile = element(
      'button',
      { className: 'template', attributes: { type: 'button' }, on: { click: press } },
      ...text,
    );
    return tile;
  };
  const hint = received
    ? 'One press each. Your pages need nothing new: they follow within 5 minutes.'
    : 'One press creates it; everything can be changed later. One tag carries them all.';
  return element('div', '', element('p', 'soft', hint), element('div', 'templates', ...templates.map(tileOf)), problem);
}

function madeTile(metric: MetricConfig): HTMLElement {
  const attributes = { href: `#/metrics/${metric.id}` };
  const where = isInPages(metric) ? 'In your site tag' : 'Not in your site tag';
  return element('a', { className: 'template made', attributes }, icon('check'), ...textOf(metric.name, where));
}

function textOf(title: string, text: string): HTMLElement[] {
  return [element('strong', '', title), element('span', '', text)];
}
