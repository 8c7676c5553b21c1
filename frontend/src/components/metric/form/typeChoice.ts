import { element, uniqueId } from '../../../dom.ts';
import { type MetricType, metricTypes } from '../../../metric/metricDraft.ts';
import type { Field } from '../../forms/field.ts';

const TYPES: Record<MetricType, { title: string; text: string }> = {
  counter: { title: 'Counter', text: 'Counts up: views, sign-ups, money.' },
  gauge: { title: 'Gauge', text: 'Goes up and down: queue, stock.' },
  histogram: { title: 'Histogram', text: 'Sizes and durations; adds up across servers.' },
  summary: { title: 'Summary', text: 'Quantiles of each series, within 1 %.' },
};

/** The four types of Prometheus with what each is good for. */
export function typeChoice(options: {
  value: MetricType;
  isFixed: boolean;
  onChange: (type: MetricType) => void;
}): Field<MetricType> {
  let value = options.value;
  const name = uniqueId('type');
  const fault = element('p', { className: 'fault', attributes: { 'aria-live': 'polite' } });
  const inputs = metricTypes.map((type) => {
    const input = element('input', {
      attributes: { type: 'radio', name, value: type },
      on: {
        change: () => {
          value = type;
          options.onChange(type);
        },
      },
    });
    input.checked = type === value;
    input.disabled = options.isFixed && type !== value;
    return input;
  });
  return {
    element: element(
      'fieldset',
      'field types',
      element('legend', '', 'Type'),
      ...inputs.map((input, index) => {
        const type = TYPES[metricTypes[index] ?? 'counter'];
        return element(
          'label',
          'type',
          input,
          element('span', '', element('strong', '', type.title), element('span', '', type.text)),
        );
      }),
      fault,
    ),
    name: 'metricType',
    read: () => value,
    check: () => undefined,
    showFault(message) {
      fault.textContent = message === undefined ? '' : `Type ${message}`;
    },
    focus: () => inputs.find((input) => input.checked)?.focus(),
  };
}
