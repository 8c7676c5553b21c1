import { limits } from '../../../contract.generated.ts';
import { element } from '../../../dom.ts';
import { type MetricDraft, metricNameFault, suggestMetricName } from '../../../metric/metricDraft.ts';
import { textField } from '../../forms/textField.ts';
import type { FormPart } from './formPart.ts';

/** What a metric is called, by people and in code: the second follows the first until somebody changes it. */
export function nameFields(
  draft: Pick<MetricDraft, 'name' | 'metricName'>,
  options: { isFixed: boolean; onChange: () => void },
): FormPart<Pick<MetricDraft, 'name' | 'metricName'>> {
  let nameIsOwn = draft.metricName !== '';
  const name = textField({
    name: 'name',
    label: 'Name',
    value: draft.name,
    maxLength: limits.metric.name,
    hint: 'For people: what a graph of it is called.',
    onInput(text) {
      if (!nameIsOwn) metricName.input.value = suggestMetricName(text);
      options.onChange();
    },
  });
  const metricName = textField({
    name: 'metricName',
    label: 'Metric name',
    value: draft.metricName,
    maxLength: limits.metric.metricName,
    hint: 'For code and queries. Counters get _total at the end by themselves.',
    check: metricNameFault,
    onInput(text) {
      nameIsOwn = text !== '';
      options.onChange();
    },
  });
  metricName.input.readOnly = options.isFixed;
  return {
    fields: [name, metricName],
    content: [element('div', 'two', name.element, metricName.element)],
    read: () => ({ name: name.read().trim(), metricName: metricName.read().trim() }),
  };
}
