import { limits } from '../../../contract.generated.ts';
import type { MetricDraft } from '../../../metric/metricDraft.ts';
import { bucketsFault, quantilesFault, usualQuantiles } from '../../../metric/metricRules.ts';
import { parseNumbers } from '../../../metric/numberList.ts';
import { textField } from '../../forms/textField.ts';
import type { FormPart } from './formPart.ts';
import { typeChoice } from './typeChoice.ts';

type TypeDraft = Pick<MetricDraft, 'metricType' | 'buckets' | 'quantiles'>;

/** The type of a metric, and what its type asks besides: buckets of a histogram, quantiles of a summary. */
export function typeFields(draft: TypeDraft, options: { isFixed: boolean; onChange: () => void }): FormPart<TypeDraft> {
  const { isFixed, onChange } = options;
  const buckets = textField({
    name: 'buckets',
    label: 'Buckets',
    value: draft.buckets?.join(', ') ?? '',
    optional: true,
    placeholder: 'by the unit in the name',
    hint: `Upper bounds, up to ${limits.metric.buckets}; +Inf is added. Best close together where your values are.`,
    check: bucketsFault,
    onInput: onChange,
  });
  buckets.input.readOnly = isFixed;
  const quantiles = textField({
    name: 'quantiles',
    label: 'Quantiles',
    value: draft.quantiles?.join(', ') ?? '',
    optional: true,
    placeholder: usualQuantiles.join(', '),
    hint: `Between 0 and 1, up to ${limits.metric.quantiles}, over the last ten minutes.`,
    check: quantilesFault,
    onInput: onChange,
  });
  const showOwn = () => {
    buckets.element.hidden = type.read() !== 'histogram';
    quantiles.element.hidden = type.read() !== 'summary';
  };
  const type = typeChoice({
    value: draft.metricType,
    isFixed,
    onChange: () => {
      showOwn();
      onChange();
    },
  });
  showOwn();
  return {
    fields: [type, buckets, quantiles],
    content: [type.element, buckets.element, quantiles.element],
    read: () => ({
      metricType: type.read(),
      buckets: type.read() === 'histogram' ? listOrNull(buckets.read()) : null,
      quantiles: type.read() === 'summary' ? listOrNull(quantiles.read()) : null,
    }),
  };
}

function listOrNull(text: string): number[] | null {
  const numbers = parseNumbers(text) ?? [];
  return numbers.length === 0 ? null : numbers;
}
