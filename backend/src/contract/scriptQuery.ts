import { z } from 'zod';
import { exactPartial } from './exactPartial.ts';
import { uuid } from './fields.ts';
import { tagHosts } from './tagHosts.ts';
import { transports } from './transports.ts';

export const scriptForms = ['script', 'module'] as const;
export type ScriptForm = (typeof scriptForms)[number];

/**
 * The query of `/client/script.js`: `config` and `key` name the script of one configuration, `key` alone that of a whole website,
 * `version` one that was pinned, none of them the generic library.
 */
export const scriptQuery = z.strictObject(
  exactPartial({
    config: uuid.meta({
      description: 'Id of a metric configuration, beside `key`; without it the script counts all metrics in pages.',
    }),
    key: z.string().meta({ description: 'Public id of the API key to send with.' }),
    transport: z.enum(transports).meta({ description: '`headers` where there is a `config`, else `simple`.' }),
    host: z.enum(tagHosts).meta({
      default: 'platform',
      description: "Where the script sends: to this platform's host, or to that of the page.",
    }),
    version: z.string().meta({
      pattern: '^[\\w-]{43}$',
      description: 'Of a pinned script, which never changes; without the other parameters.',
    }),
    format: z.enum(scriptForms).meta({ default: 'script' }),
  }),
);
