import { safely } from '../safely.ts';
import { page } from '../shared.ts';
import { track } from '../track.ts';

/** The fields that are read here of performance entries of all types. */
interface Timing extends PerformanceEntry {
  readonly loadEventEnd?: number;
  readonly size?: number;
  readonly activationStart?: number;
  readonly responseStart: number;
  readonly value?: number;
  readonly hadRecentInput?: boolean;
  readonly interactionId?: number;
}

//! if attention
let engaged = 0;
let deepest = 0;
/** True until the depth of this view has been told. */
let viewing: unknown;
// To look four times a second costs a page less than to listen to each scroll, and bounds both in one place.
setInterval(
  safely(() => {
    //! if event.engaged_time
    if (document.hasFocus()) engaged += 0.25;
    //! end
    //! if event.scroll_depth
    if (!document.hidden) deepest = Math.max(deepest, (scrollY + innerHeight) / document.documentElement.scrollHeight);
    //! end
  }),
  250,
);
//! end

//! if event.web_vital
/** By name: seconds, and the score of CLS. */
const vitals: Record<string, number> = {};
/** Milliseconds of the slowest event of each interaction. */
const interactions: Record<number, number> = {};
let shifts = 0;
let firstShift = 0;
let lastShift = 0;
//! end

//! if ends
/** A view ends: the page is hidden or left, or it shows another address. What was measured until then is told. */
export const end = (leaving?: unknown): void => {
  //! if event.engaged_time
  if (engaged) track('engaged_time', engaged);
  engaged = 0;
  //! end
  //! if event.scroll_depth
  if (viewing && deepest) track('scroll_depth', Math.min(1, deepest));
  viewing = !leaving;
  deepest = 0;
  //! end
  //! if event.web_vital
  if (leaving && observer) {
    (observer.takeRecords() as Timing[]).forEach(see);
    observer = null;
    // The slowest interaction, without one in each fifty, of the ten slowest (https://web.dev/articles/inp). Chromium counts them since 144.
    const [inp] = Object.values(interactions)
      .sort((a, b) => a - b)
      .slice(-1 - Math.min(9, (performance.interactionCount / 50) | 0));
    if (inp) vitals.INP = inp / 1e3;
    for (const name of Object.keys(vitals)) track('web_vital', vitals[name], name);
  }
  //! end
};
//! end

//! if timings
/** Seconds from when the visitor asked for the page; a prerendered one was there before. */
const sinceAsked = (atMs: number) =>
  (document as { prerendering?: boolean }).prerendering
    ? 0
    : Math.max(0, atMs - ((performance.getEntriesByType('navigation') as [Timing])[0].activationStart || 0)) / 1e3;
/** What is observed; empty once the page has loaded. */
let types = 'navigation';
//! if event.web_vital
types += ' event first-input';
// Nobody waits for what a page paints in the background.
if (!document.hidden || (document as { prerendering?: boolean }).prerendering)
  types += ' paint largest-contentful-paint layout-shift';
//! end

/** By the definitions of https://github.com/GoogleChrome/web-vitals. */
const see = (entry: Timing): void => {
  const { startTime, interactionId } = entry;
  // The entry of the navigation, when it is complete; a script from before that may get it twice.
  if (entry.loadEventEnd && types) {
    types = '';
    //! if event.page_load
    track('page_load', sinceAsked(entry.loadEventEnd));
    //! end
    //! if event.web_vital
    vitals.TTFB = sinceAsked(entry.responseStart);
    //! end
  }
  //! if event.web_vital
  if (entry.name === 'first-contentful-paint') {
    vitals.FCP = sinceAsked(startTime);
    // Where nothing tells of shifts, none is no good news.
    if (page.LayoutShift) vitals.CLS = vitals.CLS || 0;
  }
  // Of the largest paint; no other entry has a size.
  if (entry.size) vitals.LCP = sinceAsked(startTime);
  if (interactionId) interactions[interactionId] = Math.max(interactions[interactionId] || 0, entry.duration);
  // The worst window of shifts: at most 5 seconds long, without a pause of one second (https://web.dev/articles/cls).
  if (entry.value && !entry.hadRecentInput) {
    if (!(shifts && startTime - lastShift < 1e3 && startTime - firstShift < 5e3)) {
      shifts = 0;
      firstShift = startTime;
    }
    lastShift = startTime;
    shifts += entry.value;
    vitals.CLS = Math.max(vitals.CLS || 0, shifts);
  }
  //! end
};
let observer: PerformanceObserver | null = new PerformanceObserver(
  safely((list) => (list.getEntries() as Timing[]).forEach(see)),
);
// Browsers from before 2021 may know no observer of one type, and throw.
for (const type of types.split(' '))
  safely(() =>
    (observer as PerformanceObserver).observe({
      type,
      buffered: true,
      durationThreshold: 40,
    } as PerformanceObserverInit),
  )();
//! end
