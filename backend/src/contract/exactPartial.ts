import { z } from 'zod';

/** The same fields, each of which may be left out, but not sent as nothing. */
export function exactPartial<S extends z.ZodRawShape>(shape: S): { [K in keyof S]: z.ZodExactOptional<S[K]> } {
  const entries = Object.entries(shape).map(([name, field]) => [name, z.exactOptional(field)]);
  return Object.fromEntries(entries);
}
