import { poisson, type Random } from './random.ts';
import { type Story, visitsPerMinute } from './rhythm.ts';
import type { TimedSample } from './sample.ts';
import { makeVisit } from './visit.ts';

/** Everybody who is in the shop, as time goes on. */
export interface Crowd {
  /**
   * Lets time go on, and gives what was measured since the last call, in no particular order.
   * @param toMs epoch milliseconds, not earlier than at the last call
   */
  advance(toMs: number): TimedSample[];
  /** How many visits are going on. */
  online(): number;
}

/** Longer than nearly every visit, so that the shop is not empty when somebody begins to look. */
const WARM_UP_MS = 15 * 60_000;
/** The rhythm is taken as steady for so long. */
const MAX_STEP_MS = 60_000;

/** Visitors from this moment on, those among them who came earlier and are still there. */
export function createCrowd(fromMs: number, story: Story, random: Random): Crowd {
  let nowMs = fromMs - WARM_UP_MS;
  let waiting: TimedSample[] = [];
  let endings: number[] = [];

  function arrive(toMs: number): void {
    const perMinute = visitsPerMinute(nowMs, story);
    const arrivals = poisson(random, (perMinute * (toMs - nowMs)) / 60_000);
    for (let visitor = 0; visitor < arrivals; visitor += 1) {
      const visit = makeVisit(Math.floor(nowMs + random() * (toMs - nowMs)), story, random);
      waiting.push(...visit.samples);
      endings.push(visit.endsAtMs);
    }
    nowMs = toMs;
  }

  function advance(toMs: number): TimedSample[] {
    while (nowMs < toMs) arrive(Math.min(toMs, nowMs + MAX_STEP_MS));
    const due = waiting.filter(({ atMs }) => atMs <= toMs);
    waiting = waiting.filter(({ atMs }) => atMs > toMs);
    endings = endings.filter((endsAtMs) => endsAtMs > toMs);
    return due;
  }

  advance(fromMs);
  return { advance, online: () => endings.length };
}
