import { scriptEvents } from '../../tracking-code/trackedMetric.ts';

/** Those that carry a value besides having happened: seconds, or 0 to 1 for scroll depth. */
const eventsWithValue: ReadonlySet<string> = new Set(['page_load', 'engaged_time', 'web_vital', 'scroll_depth']);

const customEvent = /^[a-zA-Z][a-zA-Z0-9_.:-]{0,63}$/;

/** Why text cannot be the name of an event, or undefined when it can; anything that is not built in is the user's own. */
export function eventNameFault(event: string): string | undefined {
  if (customEvent.test(event)) return undefined;
  return 'must be names of 1 to 64 letters, digits, _ . : or -, beginning with a letter';
}

/** True for a built-in event that has happened and says no more: it can only be counted. */
export function carriesNoValue(event: string): boolean {
  return scriptEvents.some((known) => known === event) && !eventsWithValue.has(event);
}
