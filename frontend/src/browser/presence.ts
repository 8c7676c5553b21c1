/** Whether somebody is at the page, or it only refreshes itself. */
export type Presence = 'active' | 'idle';

const IDLE_AFTER_MS = 5 * 60_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'touchstart', 'wheel'] as const;

/** Watches for signs of a person at this page. @param now milliseconds since the epoch */
export function watchPresence(now: () => number = Date.now): () => Presence {
  let lastSignAt = now();
  const note = () => {
    lastSignAt = now();
  };
  for (const sign of SIGNS) addEventListener(sign, note, { capture: true, passive: true });
  return () => (now() - lastSignAt < IDLE_AFTER_MS ? 'active' : 'idle');
}
