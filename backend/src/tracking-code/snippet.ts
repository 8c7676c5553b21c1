import { metricKinds } from '../metric/metricKinds.ts';
import type { CodeRequest } from './assemble.ts';
import { earlyLine } from './earlyTag.ts';
import { toAttribute, toScriptJson } from './escape.ts';
import { customEvents, type TrackedMetric } from './trackedMetric.ts';

/** How a page tells of its own events. Each part is safe to paste as it is: by itself it counts nothing and shows nothing. */
export interface EventCode {
  /** HTML for the head of a page: a function for each event, which the page's own code calls. Empty when there are no such events. */
  readonly snippet: string;
  /** For a tag of the page's own markup: of a form its submission counts as the first of the events, elsewhere the click. */
  readonly eventAttributes: string;
}

export function renderEventCode({ metrics }: Pick<CodeRequest, 'metrics'>): EventCode {
  const events = ownEvents(metrics);
  const [first] = events;
  if (first === undefined) return { snippet: '', eventAttributes: '' };
  return { snippet: renderFunctions(events), eventAttributes: renderAttributes(first) };
}

/** An event of the page's own, with all that the metrics that count it want to know. */
interface OwnEvent {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly takesValue: boolean;
}

function ownEvents(metrics: readonly TrackedMetric[]): OwnEvent[] {
  const events = new Map<string, OwnEvent>();
  for (const metric of metrics) {
    const custom = customEvents(metric);
    const own = Object.entries(metric.labels).filter(([, source]) => !source.startsWith('$'));
    for (const name of custom === 'any' ? [metric.metricName] : custom) {
      const before = events.get(name);
      events.set(name, {
        name,
        labels: { ...before?.labels, ...Object.fromEntries(own) },
        takesValue: (before?.takesValue ?? false) || metricKinds[metric.metricType].needsValue,
      });
    }
  }
  return [...events.values()];
}

function renderFunctions(events: readonly OwnEvent[]): string {
  const names = functionNames(events.map(({ name }) => name));
  const functions = events.map(({ name, labels, takesValue }, index) => {
    const options = [
      ...(takesValue ? ['value: value'] : []),
      ...(Object.keys(labels).length > 0 ? [`labels: ${toScriptJson(labels)}`] : []),
    ];
    const argument = options.length > 0 ? `, { ${options.join(', ')} }` : '';
    return `function ${names[index]}(${takesValue ? 'value' : ''}) { uvp.track(${toScriptJson(name)}${argument}); }`;
  });
  return [
    '<script>',
    '// Keeps what happens before the tracking script has loaded.',
    earlyLine,
    '',
    '// Call these from your own code. Nothing is counted until you do.',
    ...functions,
    '</script>',
    '',
  ].join('\n');
}

/** `count` and the words of the event; numbered where two events have the same words, or none that JavaScript can name. */
function functionNames(events: readonly string[]): string[] {
  const taken = new Set<string>();
  return events.map((event) => {
    const words = event.match(/[A-Za-z0-9]+/g) ?? ['event'];
    const wanted = `count${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  });
}

function renderAttributes({ name, labels, takesValue }: OwnEvent): string {
  return [
    `data-uvp-event="${toAttribute(name)}"`,
    ...(takesValue ? ['data-uvp-value="1.5"'] : []),
    ...Object.entries(labels).map(([label, text]) => `data-uvp-label-${toAttribute(label)}="${toAttribute(text)}"`),
  ].join(' ');
}
