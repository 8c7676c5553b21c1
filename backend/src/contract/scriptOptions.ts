import { z } from 'zod';
import { limits } from './limits.ts';

const { script } = limits;

/** How the script of a configuration behaves in a page, besides what it counts. */
export const scriptOptions = z.object({
  persist: z.boolean().meta({
    default: false,
    description: "What could not be delivered waits in the page's localStorage for the next visit.",
  }),
  sampleOneIn: z
    .int()
    .min(1)
    .max(script.sampleOneIn)
    .meta({ default: 1, description: 'One page load in so many is counted, as so many.' }),
  respectGpc: z
    .boolean()
    .meta({ default: false, description: 'Pages of visitors who send Global Privacy Control count nothing.' }),
  respectDnt: z
    .boolean()
    .meta({ default: false, description: 'Pages of visitors who send Do Not Track count nothing.' }),
  hashRoutes: z
    .boolean()
    .meta({ default: false, description: 'The hash is part of the address: `#/a` and `#/b` are two views.' }),
  queryRoutes: z
    .array(z.string().max(script.queryRoute).meta({ pattern: '^[\\w.~\\-[\\]]+$' }))
    .max(script.queryRoutes)
    .meta({
      description:
        'Parameters of the query that are part of the address, such as `page`: `?page=a` and `?page=b` are two views.',
    }),
  fileTypes: z
    .array(z.string().max(script.fileType).meta({ pattern: '^[A-Za-z0-9]+$' }))
    .max(script.fileTypes)
    .meta({ description: 'More endings of files whose links are downloads, such as `step`.' }),
  pathPatterns: z
    .array(z.string().max(script.pathPattern).meta({ pattern: '^/[\\x21-\\x7e]*$' }))
    .max(script.pathPatterns)
    .meta({
      description:
        'What `$path` calls a path that fits, such as `/blog/:slug` or `/files/*`; the first that fits decides.',
    }),
});
export type ScriptOptions = Readonly<z.infer<typeof scriptOptions>>;

export const defaultScriptOptions: ScriptOptions = {
  persist: false,
  sampleOneIn: 1,
  respectGpc: false,
  respectDnt: false,
  hashRoutes: false,
  queryRoutes: [],
  fileTypes: [],
  pathPatterns: [],
};
