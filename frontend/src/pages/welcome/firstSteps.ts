import type { MetricConfig } from '../../api/metricConfigs.ts';
import { checklistStep } from '../../components/basic/checklist.ts';
import { link } from '../../components/basic/link.ts';
import { element } from '../../dom.ts';
import { isInPages } from '../../metric/isInPages.ts';

export interface FirstStepsState {
  readonly metrics: readonly MetricConfig[];
  /** Whether a sample has arrived. */
  readonly received: boolean;
  /** The secret that has not been put away; undefined when there is none to be seen. */
  readonly secret: HTMLElement | undefined;
  readonly choice: () => HTMLElement;
  /** @param example a metric to send a sample of */
  readonly siteTag: (example: MetricConfig) => HTMLElement;
  readonly live: () => HTMLElement;
}

/** Secret, metrics, site tag, first event: what is done, what comes now, and what to do for it. */
export function firstSteps({ metrics, received, secret, choice, siteTag, live }: FirstStepsState): HTMLElement[] {
  const isCounting = metrics.some(isInPages);
  const [first] = metrics;
  return [
    checklistStep({
      title: 'Put your secret away',
      state: secret ? 'now' : 'done',
      content: secret ?? lostSecretHint(),
    }),
    checklistStep({
      title: received ? 'Choose what else to count' : 'Choose what to count',
      state: isCounting ? 'done' : secret ? 'todo' : 'now',
      content: choice(),
    }),
    checklistStep({
      title: 'Paste the site tag into your pages',
      state: received ? 'done' : isCounting ? 'now' : 'todo',
      content: first && isCounting && !received ? siteTag(first) : undefined,
    }),
    checklistStep({
      title: received ? 'The first event is here' : 'See the first event arrive',
      state: received ? 'done' : first ? 'now' : 'todo',
      content: first ? live() : undefined,
    }),
  ];
}

function lostSecretHint(): HTMLElement {
  return element(
    'p',
    'soft',
    'Lost it? ',
    link('Rotate the key', '#/keys'),
    ' and you get a new one. Pages do not need it.',
  );
}
