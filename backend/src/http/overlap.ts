import { body, type ValidationChain } from 'express-validator';

/** How long what is replaced goes on working beside what replaces it. */
export interface OverlapInput {
  readonly overlapSeconds?: number;
}

export const maxOverlapSeconds = 30 * 24 * 3600;

/** `overlapSeconds`: 0 when absent, at most 30 days. */
export function overlapChains(): ValidationChain[] {
  return [
    body('overlapSeconds')
      .optional()
      .custom((value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maxOverlapSeconds)
      .withMessage(`must be a whole number of seconds from 0 to ${maxOverlapSeconds}`),
  ];
}

/** When the overlap ends; null when there is none. `now` is the database's time, by which every replica judges the end. */
export function overlapEnd({ overlapSeconds = 0 }: OverlapInput, now: number): Date | null {
  return overlapSeconds === 0 ? null : new Date(now + overlapSeconds * 1000);
}

/** That moment for its owner to see: null once it is over. */
export function presentOverlapEnd(end: Date | null | undefined, now = Date.now()): string | null {
  return end && end.getTime() > now ? end.toISOString() : null;
}
