import { limits } from '../../../contract.generated.ts';
import { element } from '../../../dom.ts';
import type { MetricDraft } from '../../../metric/metricDraft.ts';
import { maxSeriesFault } from '../../../metric/metricRules.ts';
import { checkField } from '../../forms/checkField.ts';
import { textField } from '../../forms/textField.ts';
import type { FormPart } from './formPart.ts';

type Described = Pick<MetricDraft, 'description' | 'maxSeries' | 'isActive'>;

/** What most people leave as it is, behind a line that opens it. */
export function descriptionAndLimits(draft: Described, onChange: () => void): FormPart<Described> {
  const description = textField({
    name: 'description',
    label: 'Description',
    value: draft.description ?? '',
    optional: true,
    lines: 2,
    maxLength: limits.metric.description,
  });
  const maxSeries = textField({
    name: 'maxSeries',
    label: 'Series limit',
    type: 'number',
    value: String(draft.maxSeries),
    check: maxSeriesFault,
    onInput: onChange,
  });
  const isActive = checkField({
    name: 'isActive',
    label: 'Takes samples',
    value: draft.isActive,
    hint: 'Switched off, it refuses samples and keeps its numbers.',
  });
  const fields = [description, maxSeries, isActive];
  return {
    fields,
    content: [
      element(
        'details',
        'more',
        element('summary', '', 'Description and limits'),
        ...fields.map((field) => field.element),
      ),
    ],
    read: () => ({
      description: description.read().trim() || null,
      maxSeries: Number(maxSeries.read()),
      isActive: isActive.read(),
    }),
  };
}
