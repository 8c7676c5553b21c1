import { z } from 'zod';

export const grafana = z.object({
  available: z.boolean(),
  detail: z.string().meta({ description: 'Why not, and what to do about it; for people.' }).exactOptional(),
});
export type PresentedGrafana = z.infer<typeof grafana>;

export const clientInfo = z.object({
  name: z.string().meta({ description: 'Name of the library.' }),
  version: z.string().meta({ description: 'Its version.' }),
  scriptUrl: z.string().meta({ format: 'uri', description: 'Where it is.' }),
  endpoint: z.string().meta({ format: 'uri', description: 'Where it sends.' }),
  pageScriptUrl: z
    .string()
    .meta({ format: 'uri', description: 'Where it is for pages: at `SCRIPT_PATH`, if that is set.' }),
  pageEndpoint: z.string().meta({ format: 'uri', description: 'Where pages send: to `COLLECT_PATH`, if that is set.' }),
  usage: z.string().meta({ description: 'How to use it.' }),
});
export type PresentedClientInfo = z.infer<typeof clientInfo>;

/** Which API key's tag. Its shape alone is looked at: the answer is the same whether or not there is such a key. */
export const siteTagQuery = z.strictObject({
  key: z.string().meta({ pattern: '^mk_[0-9A-Za-z]{20}$', description: 'Public id of the API key.' }),
});

export const siteTag = z.object({
  scriptTag: z.string().meta({ description: 'HTML to paste into every page; the same as that of generate-code.' }),
  earlyTag: z.string().meta({
    description:
      'HTML, one line, to stand before the tag: keeps errors, clicks and calls from before the script has loaded.',
  }),
  scriptUrl: z.string().meta({ format: 'uri', description: 'What the tag loads.' }),
  endpoint: z.string().meta({ format: 'uri', description: 'Where the script sends.' }),
});
export type PresentedSiteTag = z.infer<typeof siteTag>;
