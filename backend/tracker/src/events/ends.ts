import { delay } from '../outside.ts';
import { on, safely } from '../safely.ts';
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

//! if event.scroll_depth
/** The farthest that was seen of this view, in pixels from the top of what scrolls. */
let deepestPx = 0;
let isDepthTold: unknown;
let isLookDue: unknown;

/** What a person scrolls: the document, or where that is as high as the window what scrolls around its middle. */
const scroller = (): Element => {
  const root = document.documentElement;
  let element =
    root.scrollHeight > root.clientHeight ? root : document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  while (element && element.scrollHeight <= element.clientHeight) element = element.parentElement;
  return element || root;
};
const look = safely(() => {
  isLookDue = 0;
  const { scrollTop, clientHeight } = scroller();
  if (!document.hidden) deepestPx = Math.max(deepestPx, scrollTop + clientHeight);
});
/** At most four times a second, and only while somebody scrolls. */
const lookSoon = (): void => {
  isLookDue = isLookDue || delay(look, 250);
};
on('scroll visibilitychange', lookSoon);
lookSoon();
//! end

//! if event.engaged_time
let engagedMs = 0;
let engagedUntilMs = 0;
let isEngaged = false;
const engage = (): void => {
  const gapMs = performance.now() - engagedUntilMs;
  engagedUntilMs += gapMs;
  // A long gap is a computer that slept, or a page that was frozen.
  if (isEngaged && gapMs < 5e3) engagedMs += gapMs;
  isEngaged = document.hasFocus();
};
on('focus blur', engage);
const engageOn = (): void => {
  safely(engage)();
  delay(engageOn, 1e3);
};
engageOn();
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
  engage();
  // The time in the back/forward cache is nobody's.
  if (leaving) isEngaged = false;
  if (engagedMs > 125) track('engaged_time', Math.round(engagedMs / 250) / 4);
  engagedMs = 0;
  //! end
  //! if event.scroll_depth
  // Against the height that there is now: what is drawn late belongs to the view, too.
  if (!isDepthTold && deepestPx) track('scroll_depth', Math.min(1, deepestPx / scroller().scrollHeight));
  isDepthTold = leaving;
  deepestPx = 0;
  lookSoon();
  //! end
  //! if event.web_vital
  if (leaving && observer) {
    (observer.takeRecords() as Timing[]).forEach(see);
    observer = null;
    // The slowest interaction, without one in each fifty, of the ten slowest (https://web.dev/articles/inp). Chromium counts them since 144.
    const [inp] = Object.values(interactions)
      .sort((a, b) => a - b)
      .slice(-1 - Math.min(9, Math.floor((performance.interactionCount || 0) / 50)));
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
/** Tells once what the page's own entry says. In a task of its own: only then does every browser say when the load ended. */
let isLoaded: unknown;
const seeLoad = safely(() => {
  const [entry] = performance.getEntriesByType('navigation') as [Timing];
  if (isLoaded || !entry.loadEventEnd) return;
  isLoaded = true;
  //! if event.page_load
  track('page_load', sinceAsked(entry.loadEventEnd));
  //! end
  //! if event.web_vital
  vitals.TTFB = sinceAsked(entry.responseStart);
  //! end
});
on('load', () => delay(seeLoad));
delay(seeLoad);
//! end

//! if event.web_vital
const types = ['event', 'first-input'];
// Nobody waits for what a page paints in the background.
if (!document.hidden || (document as { prerendering?: boolean }).prerendering)
  types.push('paint', 'largest-contentful-paint', 'layout-shift');

/** By the definitions of https://github.com/GoogleChrome/web-vitals. */
const see = (entry: Timing): void => {
  const { startTime, interactionId } = entry;
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
};
let observer: PerformanceObserver | null = new PerformanceObserver(
  safely((list) => (list.getEntries() as Timing[]).forEach(see)),
);
// Browsers from before 2021 may know no observer of one type, and throw.
for (const type of types)
  safely(() =>
    (observer as PerformanceObserver).observe({
      type,
      buffered: true,
      durationThreshold: 40,
    } as PerformanceObserverInit),
  )();
//! end
