import { page } from './shared.ts';

/**
 * A function of the browser's own where Angular's zone.js has put one in front of it: there our timers and requests would keep the page
 * from ever being stable, for which hydration and tests wait.
 */
const outsideZone = (name: string) => ((page[`__zone_symbol__${name}`] || page[name]) as () => unknown).bind(self);

export const delay = outsideZone('setTimeout') as unknown as (work: () => unknown, ms?: number) => unknown;
export const send = outsideZone('fetch') as unknown as typeof fetch;
