import { element } from '../../../dom.ts';
import { countedEvents, isOwnEvent } from '../../../metric/events.ts';
import type { MetricDraft } from '../../../metric/metricDraft.ts';
import { notice } from '../../basic/notice.ts';
import { checkField } from '../../forms/checkField.ts';
import { form } from '../../forms/form.ts';
import { descriptionAndLimits } from './descriptionAndLimits.ts';
import { eventsField } from './eventsField.ts';
import { labelRows } from './labelRows.ts';
import { metricPreview } from './metricPreview.ts';
import { nameFields } from './nameFields.ts';
import { scriptOptionsField } from './scriptOptionsField.ts';
import { typeFields } from './typeFields.ts';

export interface MetricFormOptions {
  readonly draft: MetricDraft;
  readonly isNew: boolean;
  /** What the totals depend on cannot change any more. */
  readonly hasData: boolean;
  readonly submit: string;
  readonly cancel: HTMLElement;
  readonly onSubmit: (draft: MetricDraft) => Promise<void>;
}

/** Everything that describes a metric, with a live preview of what Prometheus will have. */
export function metricForm(options: MetricFormOptions): HTMLElement {
  const { draft, isNew, hasData } = options;
  const preview = metricPreview();
  const update = () => preview.show(read());
  const names = nameFields(draft, { isFixed: hasData, onChange: update });
  const type = typeFields(draft, {
    isFixed: hasData,
    onChange: () => {
      events.refresh();
      update();
    },
  });
  const labels = labelRows({
    value: draft.labels,
    kept: hasData ? Object.keys(draft.labels) : [],
    onChange: update,
  });
  const events = eventsField({
    value: countedEvents(draft),
    type: () => type.read().metricType,
    onChange: update,
  });
  const inPages = checkField({
    name: 'inPages',
    label: 'Count in pages',
    value: draft.inPages,
    hint: 'Pages with your site tag may add to this metric. Off: only your servers.',
  });
  const scriptOptions = scriptOptionsField(draft.scriptOptions);
  const more = descriptionAndLimits(draft, update);
  const read = (): MetricDraft => {
    const trackingEvents = [...events.read()];
    return {
      ...names.read(),
      ...type.read(),
      labels: labels.read(),
      autoTrack: trackingEvents.some((event) => !isOwnEvent(event)),
      trackingEvents,
      inPages: inPages.read(),
      scriptOptions: scriptOptions.read(),
      ...more.read(),
    };
  };
  const made = form({
    title: isNew ? 'New metric' : 'Edit metric',
    fields: [...names.fields, ...type.fields, labels, events, inPages, scriptOptions, ...more.fields],
    content: [
      hasData
        ? notice('info', 'This metric has data: its name, type, buckets and labels are fixed; labels may be added.')
        : undefined,
      ...names.content,
      ...type.content,
      labels.element,
      events.element,
      inPages.element,
      scriptOptions.element,
      ...more.content,
    ],
    submit: options.submit,
    more: [options.cancel],
    onSubmit: () => options.onSubmit(read()),
  });
  update();
  return element('div', 'with-aside', made, preview.element);
}
