import { z } from 'zod';
import { limits } from './limits.ts';

/** A slice of a list, as the query has it. */
export const page = z.strictObject({
  limit: z.int().min(1).max(limits.page.limit).meta({ default: limits.page.defaultLimit }),
  offset: z.int().min(0).max(limits.page.offset).meta({ default: 0 }),
});
export type Page = z.infer<typeof page>;
