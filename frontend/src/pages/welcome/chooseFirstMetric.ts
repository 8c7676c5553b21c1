import type { Api } from '../../api/client.ts';
import { createMetricConfig, type MetricConfig } from '../../api/metricConfigs.ts';
import { whileBusy } from '../../components/button.ts';
import { notice } from '../../components/notice.ts';
import { element, replaceChildren } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import { templates } from '../../templates.ts';

/** Templates to choose from: one press creates the metric. */
export function chooseFirstMetric(api: Api, onChosen: (metric: MetricConfig) => void): HTMLElement {
  const problem = element('div', { attributes: { 'aria-live': 'assertive' } });
  const choices = templates.map((template) => {
    const text = [element('strong', '', template.title), element('span', '', template.promise)];
    if (template.id === 'custom') {
      return element('a', { className: 'template', attributes: { href: '#/metrics/new?from=welcome' } }, ...text);
    }
    const made = element(
      'button',
      { className: 'template', attributes: { type: 'button' }, on: { click: () => void whileBusy(made, create) } },
      ...text,
    );
    const create = async () => {
      try {
        onChosen(await createMetricConfig(api, template.draft));
      } catch (error) {
        if (!isAbort(error)) replaceChildren(problem, notice('bad', messageOf(error)));
      }
    };
    return made;
  });
  return element(
    'div',
    '',
    element('p', 'soft', 'One press creates it; everything can be changed later.'),
    element('div', 'templates', ...choices),
    problem,
  );
}
