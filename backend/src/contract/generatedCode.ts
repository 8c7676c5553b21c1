import { z } from 'zod';
import { exactPartial } from './exactPartial.ts';
import { uuid } from './fields.ts';
import { tagHosts } from './tagHosts.ts';
import { defaultTransports, transports } from './transports.ts';

const transport = (scope: keyof typeof defaultTransports) =>
  z.enum(transports).meta({
    default: defaultTransports[scope],
    description: 'How batches travel: with the two headers, or as CORS simple requests without a preflight.',
  });

const options = {
  host: z.enum(tagHosts).meta({
    default: 'platform',
    description:
      "Whose host the code uses: this platform's, or the page's own, which passes both paths for pages on to the platform.",
  }),
  readable: z.boolean().meta({ default: false, description: '`code` for people to read.' }),
  pinned: z.boolean().meta({ default: false, description: 'Keep the script as it is, for `pinnedTag`.' }),
};

export const generateCode = z.strictObject(
  exactPartial({
    apiKeyId: uuid.meta({ description: 'The API key to send with; the oldest usable one when absent.' }),
    transport: transport('metric'),
    ...options,
  }),
);
export type GenerateCodeInput = z.infer<typeof generateCode>;

export const generateSiteCode = z.strictObject(exactPartial({ transport: transport('site'), ...options }));
export type GenerateSiteCodeInput = z.infer<typeof generateSiteCode>;

export const generatedCode = z.object({
  code: z.string().meta({ description: 'The script itself, to put into a `<script>` or to host.' }),
  scriptTag: z
    .string()
    .meta({ description: 'A tag that loads it from this server and follows changes of the metrics.' }),
  earlyTag: z.string().meta({
    description:
      'HTML, one line, to stand before the tag: keeps errors, clicks and calls from before the script has loaded; empty when the script can miss none.',
  }),
  pinnedTag: z.string().nullable().meta({
    description: 'A tag with `integrity` that loads exactly this script, whatever changes; null unless asked for.',
  }),
  snippet: z.string().meta({
    description:
      "HTML with a function for each custom event, for the page's own code to call; empty when there are none.",
  }),
  eventAttributes: z.string().meta({
    description: 'Attributes for a tag of the page that tell of the first custom event; empty in the same case.',
  }),
  module: z.string().meta({ description: 'The script as an ES module with `track` and `flush`.' }),
  sizeBytes: z.int().meta({ description: 'Of the script that the tags load.' }),
  gzipBytes: z.int().meta({ description: 'Of the same, compressed with gzip -9.' }),
});
export type PresentedCode = z.infer<typeof generatedCode>;

export const generatedSiteCode = generatedCode.extend({
  metrics: z.array(z.string()).meta({ description: 'Names of the metrics that the script counts, the oldest first.' }),
});
export type PresentedSiteCode = z.infer<typeof generatedSiteCode>;
