import type { CodeRequest } from './assemble.ts';
import { countedEvents, customEvents, type TrackedMetric } from './trackedMetric.ts';

/** Keeps calls that the page makes before its scripts are there; they ask for them. */
const earlyCalls =
  'window.uvp=window.uvp||{};uvp.track=uvp.track||function(){(uvp.q=uvp.q||[]).length<99&&uvp.q.push(arguments)};uvp.flush=uvp.flush||function(){};';

/** Keeps errors, clicks and submissions until the page has loaded, each with its path, which an event loses once it is over. */
const earlyEvents =
  '(function(u){function keep(types){var list=[];types.split(" ").forEach(function(type){addEventListener(type,function(e){list.length<99&&document.readyState!=="complete"&&list.push([e,e.composedPath()])},true)});return list}if(!u.e){u.e=keep("error unhandledrejection");u.c=keep("click auxclick submit")}})(uvp)';

/** JavaScript for the head of a page, in one line: keeps what happens until the script is there. Scripts of all versions know these lists. */
export const earlyLine = earlyCalls + earlyEvents;

/** Events that the script can only see once it is there; a view, a load or a vital is still known then. */
const missedEarly = new Set(['click', 'form_submit', 'outbound_click', 'file_download', 'error']);

/** HTML: the line for early events. Empty where the script can miss nothing; a website's may count other metrics tomorrow. */
export function earlyTagOf({ scope, metrics }: Pick<CodeRequest, 'scope' | 'metrics'>): string {
  return scope === 'site' || metrics.some(canMissEvents) ? `<script>${earlyLine}</script>` : '';
}

function canMissEvents(metric: TrackedMetric): boolean {
  return customEvents(metric).length > 0 || countedEvents(metric).some((event) => missedEarly.has(event));
}
