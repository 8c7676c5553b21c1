import { z } from 'zod';
import { limits } from './limits.ts';

/** How long what is replaced goes on working beside what replaces it. */
export const overlap = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(limits.overlapSeconds)
    .meta({ default: 0, description: 'Seconds that the old one works beside the new one.' })
    .exactOptional(),
});
export type OverlapInput = z.infer<typeof overlap>;
