import { metricKinds } from '../metric/metricKinds.ts';
import { toAttribute, toScriptJson } from './escape.ts';
import { customEvents, type TrackedMetric } from './trackedMetric.ts';

/** Keeps calls that the page makes before its scripts are there; they ask for them. */
export const earlyCalls =
  'window.uvp=window.uvp||{};uvp.track=uvp.track||function(){(uvp.q=uvp.q||[]).length<99&&uvp.q.push(arguments)};uvp.flush=uvp.flush||function(){}';

/** How a page tells of the configuration's own events. Each part is safe to paste as it is: by itself it counts nothing and shows nothing. */
export interface EventCode {
  /** HTML for the head of a page: a function for each event, which the page's own code calls. Empty when there are no such events. */
  readonly snippet: string;
  /** For a tag of the page's own markup: of a form its submission counts as the first of the events, elsewhere the click. */
  readonly eventAttributes: string;
}

export function renderEventCode(metric: TrackedMetric): EventCode {
  const custom = customEvents(metric);
  const events = custom === 'any' ? ['my_event'] : custom;
  const [first] = events;
  if (first === undefined) return { snippet: '', eventAttributes: '' };
  const labels = Object.entries(metric.labels).filter(([, source]) => !source.startsWith('$'));
  const takesValue = metricKinds[metric.metricType].needsValue;
  return {
    snippet: renderFunctions(events, labels, takesValue),
    eventAttributes: renderAttributes(first, labels, takesValue),
  };
}

type Labels = readonly (readonly [name: string, value: string])[];

function renderFunctions(events: readonly string[], labels: Labels, takesValue: boolean): string {
  const options = [
    ...(takesValue ? ['value: value'] : []),
    ...(labels.length > 0 ? [`labels: ${toScriptJson(Object.fromEntries(labels))}`] : []),
  ];
  const argument = options.length > 0 ? `, { ${options.join(', ')} }` : '';
  const functions = functionNames(events).map(
    ([name, event]) =>
      `function ${name}(${takesValue ? 'value' : ''}) { uvp.track(${toScriptJson(event)}${argument}); }`,
  );
  return [
    '<script>',
    '// Keeps calls from before the tracking script has loaded.',
    earlyCalls,
    '',
    '// Call these from your own code. Nothing is counted until you do.',
    ...functions,
    '</script>',
    '',
  ].join('\n');
}

/** `count` and the words of the event; numbered where two events have the same words, or none that JavaScript can name. */
function functionNames(events: readonly string[]): (readonly [name: string, event: string])[] {
  const taken = new Set<string>();
  return events.map((event) => {
    const words = event.match(/[A-Za-z0-9]+/g) ?? ['event'];
    const wanted = `count${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
    taken.add(name);
    return [name, event];
  });
}

function renderAttributes(event: string, labels: Labels, takesValue: boolean): string {
  return [
    `data-uvp-event="${toAttribute(event)}"`,
    ...(takesValue ? ['data-uvp-value="1.5"'] : []),
    ...labels.map(([name, text]) => `data-uvp-label-${toAttribute(name)}="${toAttribute(text)}"`),
  ].join(' ');
}
