import { limits } from '../../contract.generated.ts';
import { element } from '../../dom.ts';
import { formatNumber } from '../../format.ts';
import {
  builtInEvents,
  countedEvents,
  isOwnEvent,
  type MetricDraft,
  type MetricType,
  metricNameFault,
  suggestMetricName,
} from '../../metric/metricDraft.ts';
import { notice } from '../basic/notice.ts';
import { checkField } from '../forms/checkField.ts';
import { chipsField } from '../forms/chips.ts';
import { type Field, textField } from '../forms/field.ts';
import { form } from '../forms/form.ts';
import { numbersFault, parseNumbers } from '../forms/numberList.ts';
import { labelRows } from './labelRows.ts';
import { metricPreview } from './metricPreview.ts';
import { scriptOptionsField } from './scriptOptionsField.ts';
import { typeChoice } from './typeChoice.ts';

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
  let nameIsOwn = draft.metricName !== '';
  const preview = metricPreview();
  const name = textField({
    name: 'name',
    label: 'Name',
    value: draft.name,
    maxLength: limits.metric.name,
    hint: 'For people: what a graph of it is called.',
    onInput(text) {
      if (!nameIsOwn) metricName.input.value = suggestMetricName(text);
      update();
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
      update();
    },
  });
  metricName.input.readOnly = hasData;
  const description = textField({
    name: 'description',
    label: 'Description',
    value: draft.description ?? '',
    optional: true,
    lines: 2,
    maxLength: limits.metric.description,
  });
  const type = typeChoice({ value: draft.metricType, isFixed: hasData, onChange: () => settleType() });
  const labels = labelRows({
    value: draft.labels,
    kept: hasData ? Object.keys(draft.labels) : [],
    onChange: () => update(),
  });
  const events = chipsField({
    name: 'trackingEvents',
    label: 'Events',
    value: countedEvents(draft),
    placeholder: 'page_view, or an event of your own',
    hint: 'What the script in your page counts. None: every event that your code sends.',
    suggestions: () => builtInEvents.filter((event) => type.read() === 'counter' || event.hasValue),
    check: (event) => eventFault(event, type.read()),
    onChange: () => update(),
  });
  const buckets = textField({
    name: 'buckets',
    label: 'Buckets',
    value: draft.buckets?.join(', ') ?? '',
    optional: true,
    placeholder: 'by the unit in the name',
    hint: `Upper bounds, up to ${limits.metric.buckets}; +Inf is added. Best close together where your values are.`,
    check: (text) => numbersFault(text, limits.metric.buckets, (one) => one >= 0, '0 or more'),
    onInput: () => update(),
  });
  buckets.input.readOnly = hasData;
  const quantiles = textField({
    name: 'quantiles',
    label: 'Quantiles',
    value: draft.quantiles?.join(', ') ?? '',
    optional: true,
    placeholder: '0.5, 0.9, 0.95, 0.99',
    hint: `Between 0 and 1, up to ${limits.metric.quantiles}, over the last ten minutes.`,
    check: (text) => numbersFault(text, limits.metric.quantiles, (one) => one > 0 && one < 1, 'between 0 and 1'),
    onInput: () => update(),
  });
  const maxSeries = textField({
    name: 'maxSeries',
    label: 'Series limit',
    type: 'number',
    value: String(draft.maxSeries),
    check: (text) =>
      /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= limits.metric.maxSeries
        ? undefined
        : `must be a whole number from 1 to ${formatNumber(limits.metric.maxSeries)}`,
    onInput: () => update(),
  });
  const inPages = checkField({
    name: 'inPages',
    label: 'Count in pages',
    value: draft.inPages,
    hint: 'Pages with your site tag may add to this metric. Off: only your servers.',
  });
  const isActive = checkField({
    name: 'isActive',
    label: 'Takes samples',
    value: draft.isActive,
    hint: 'Switched off, it refuses samples and keeps its numbers.',
  });

  const scriptOptions = scriptOptionsField(draft.scriptOptions);

  const read = (): MetricDraft => {
    const metricType = type.read();
    const trackingEvents = [...events.read()];
    return {
      name: name.read().trim(),
      description: description.read().trim() || null,
      metricName: metricName.read().trim(),
      metricType,
      labels: labels.read(),
      autoTrack: trackingEvents.some((event) => !isOwnEvent(event)),
      trackingEvents,
      inPages: inPages.read(),
      isActive: isActive.read(),
      buckets: metricType === 'histogram' ? listOrNull(buckets.read()) : null,
      quantiles: metricType === 'summary' ? listOrNull(quantiles.read()) : null,
      maxSeries: Number(maxSeries.read()),
      scriptOptions: scriptOptions.read(),
    };
  };
  const update = () => preview.show(read());
  const settleType = () => {
    buckets.element.hidden = type.read() !== 'histogram';
    quantiles.element.hidden = type.read() !== 'summary';
    events.refresh();
    update();
  };
  const fields: Field<unknown>[] = [
    name,
    metricName,
    description,
    type,
    labels,
    events,
    inPages,
    buckets,
    quantiles,
    scriptOptions,
    maxSeries,
    isActive,
  ];
  const made = form({
    title: isNew ? 'New metric' : 'Edit metric',
    fields,
    content: [
      hasData
        ? notice('info', 'This metric has data: its name, type, buckets and labels are fixed; labels may be added.')
        : undefined,
      element('div', 'two', name.element, metricName.element),
      type.element,
      buckets.element,
      quantiles.element,
      labels.element,
      events.element,
      inPages.element,
      scriptOptions.element,
      element(
        'details',
        'more',
        element('summary', '', 'Description and limits'),
        description.element,
        maxSeries.element,
        isActive.element,
      ),
    ],
    submit: options.submit,
    more: [options.cancel],
    onSubmit: () => options.onSubmit(read()),
  });
  settleType();
  return element('div', 'with-aside', made, preview.element);
}

function listOrNull(text: string): number[] | null {
  const numbers = parseNumbers(text) ?? [];
  return numbers.length === 0 ? null : numbers;
}

function eventFault(event: string, type: MetricType): string | undefined {
  if (!/^[a-zA-Z][a-zA-Z0-9_.:-]{0,63}$/.test(event))
    return 'must be names of letters, digits, _ . : or -, beginning with a letter';
  const known = builtInEvents.find(({ name }) => name === event);
  return known && !known.hasValue && type !== 'counter'
    ? `cannot hold ${event}: it carries no value, so only a counter can take it`
    : undefined;
}
