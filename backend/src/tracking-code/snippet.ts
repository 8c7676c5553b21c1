import { toAttribute, toScriptJson } from './escape.ts';
import { customEvents, type TrackedMetric } from './trackedMetric.ts';

/** Keeps calls that the page makes before its scripts are there; they ask for them. */
export const earlyCalls =
  'window.uvp=window.uvp||{};uvp.track=uvp.track||function(){(uvp.q=uvp.q||[]).length<99&&uvp.q.push(arguments)};uvp.flush=uvp.flush||function(){}';

/** What a page writes to tell of the configuration's custom events: once in code, once in markup. Empty when there are none. */
export function renderSnippet(metric: TrackedMetric): string {
  const custom = customEvents(metric);
  const events = custom === 'any' ? ['my_event'] : custom;
  const [first] = events;
  if (first === undefined) return '';
  const labels = Object.entries(metric.labels).filter(([, source]) => !source.startsWith('$'));
  const value = metric.metricType === 'counter' ? undefined : 1.5;
  const options = {
    ...(value !== undefined && { value }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  };
  const argument = Object.keys(options).length > 0 ? `, ${toScriptJson(options)}` : '';
  const attributes = [
    `data-uvp-event="${toAttribute(first)}"`,
    ...(value === undefined ? [] : [`data-uvp-value="${value}"`]),
    ...labels.map(([name, text]) => `data-uvp-label-${toAttribute(name)}="${toAttribute(text)}"`),
  ];
  return [
    '<!-- before your own code: keeps calls from before the script has loaded -->',
    `<script>${earlyCalls}</script>`,
    '',
    '<!-- in your code, where it happens -->',
    '<script>',
    ...events.map((event) => `  uvp.track(${toScriptJson(event)}${argument});`),
    '</script>',
    '',
    '<!-- or in markup: of a form its submission, elsewhere the click -->',
    `<button ${attributes.join(' ')}>…</button>`,
    '',
  ].join('\n');
}
