import { builtInEvents, eventFault } from '../../../metric/events.ts';
import type { MetricType } from '../../../metric/metricDraft.ts';
import { type ChipsField, chipsField } from '../../forms/chips.ts';

/** The events that the script counts. `refresh` when the type has changed: only a counter takes events without a value. */
export function eventsField(options: {
  value: readonly string[];
  type: () => MetricType;
  onChange: () => void;
}): ChipsField {
  const { value, type, onChange } = options;
  return chipsField({
    name: 'trackingEvents',
    label: 'Events',
    value,
    placeholder: 'page_view, or an event of your own',
    hint: 'What the script in your page counts. None: every event that your code sends.',
    suggestions: () => builtInEvents.filter((event) => type() === 'counter' || event.hasValue),
    check: (event) => eventFault(event, type()),
    onChange,
  });
}
