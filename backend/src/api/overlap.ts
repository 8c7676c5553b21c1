import type { ValidationChain } from 'express-validator';
import { type OverlapInput, overlap } from '../contract/overlap.ts';
import { contractChains } from '../http/contractChains.ts';

export const overlapChains = (): ValidationChain[] => contractChains(overlap);

/** When the overlap ends; null when there is none. `now` is the database's time, by which every replica judges the end. */
export function overlapEnd({ overlapSeconds = 0 }: OverlapInput, now: number): Date | null {
  return overlapSeconds === 0 ? null : new Date(now + overlapSeconds * 1000);
}

/** That moment for its owner to see: null once it is over. `now` as above. */
export function presentOverlapEnd(end: Date | null | undefined, now: number): string | null {
  return end && end.getTime() > now ? end.toISOString() : null;
}
