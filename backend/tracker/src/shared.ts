/** Arguments of `uvp.track`. */
export type Call = [event?: string, options?: unknown];

/** An event from before a script was there, and its path, which an event loses once it is over. */
export type Early = [event: Event, path: EventTarget[]];

/** `window.uvp`: what all scripts of a page share. Their versions may differ, so these names stay. */
export interface Shared {
  /** Tells every script of an event; each counts it or not, by its configuration. */
  track?: (...call: Call) => void;
  /** Sends what waits. */
  flush?: () => void;
  /** Calls from before a script was there, which a line of the page has kept. */
  q?: Call[];
  /** Errors and rejections from then. */
  e?: Early[];
  /** Clicks and submissions from then. */
  c?: Early[];
  /** Bytes under way with `keepalive`, of which browsers allow 64 KiB for a whole page (Fetch, section 4.7). */
  b?: number;
}

/** The names of a page's own code may hide the browser's; its properties remain. */
export const page = self as unknown as Pick<Window, 'crypto' | 'history'> & {
  uvp?: Shared;
  navigation?: EventTarget;
} & Record<string, unknown>;

//! if full|elements|event.error
export const shared: Shared = page.uvp || {};
page.uvp = shared;
//! end
