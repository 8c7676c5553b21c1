import { list, object, ref, type Schema, text, time, timeOrNull, uuid } from './build.ts';

const scriptOptions: Readonly<Record<string, Schema>> = {
  persist: { type: 'boolean', default: false },
  sampleOneIn: { type: 'integer', minimum: 1, maximum: 100, default: 1 },
  respectGpc: { type: 'boolean', default: false },
  respectDnt: { type: 'boolean', default: false },
  hashRoutes: { type: 'boolean', default: false },
  pathPatterns: list({ type: 'string', pattern: '^/[\\x21-\\x7e]*$', maxLength: 150 }, { maxItems: 20 }),
};

const settable: Readonly<Record<string, Schema>> = {
  name: text('For people.', { minLength: 1, maxLength: 100 }),
  description: { type: ['string', 'null'], maxLength: 2000 },
  metricName: text('Samples name it so. Fixed once there is data.', {
    pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$',
    maxLength: 200,
  }),
  metricType: ref('MetricType'),
  labels: {
    type: 'object',
    maxProperties: 20,
    additionalProperties: { type: 'string' },
    description:
      'Declared label names and their defaults; a default such as `$path` is filled by the script in the page.',
  },
  autoTrack: {
    type: 'boolean',
    default: false,
    description: 'The script sends by itself: `trackingEvents`, or page views.',
  },
  trackingEvents: list(
    { type: 'string' },
    { maxItems: 50, uniqueItems: true, description: 'Built-in events or names of your own.' },
  ),
  isActive: { type: 'boolean', default: true, description: 'An inactive metric refuses samples.' },
  buckets: {
    type: ['array', 'null'],
    items: { type: 'number', minimum: 0 },
    minItems: 1,
    maxItems: 30,
    uniqueItems: true,
    description: 'Upper bounds of a histogram, without +Inf; null for other types. Fixed once there is data.',
  },
  quantiles: {
    type: ['array', 'null'],
    items: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    minItems: 1,
    maxItems: 10,
    uniqueItems: true,
    description: 'Quantiles of a summary; null for other types.',
  },
  maxSeries: {
    type: 'integer',
    minimum: 1,
    maximum: 20_000,
    default: 1000,
    description: 'Exported series; past them new label sets are counted together under `overflow="true"`.',
  },
  scriptOptions: {
    ...object(scriptOptions, Object.keys(scriptOptions)),
    additionalProperties: false,
    description: 'How the generated script behaves; docs/tracking.md explains each. Given as a whole.',
  },
};
const required = ['name', 'metricName', 'metricType'];
const names = Object.keys(settable);

const stats: Record<string, Schema> = {
  total: { type: 'number', description: 'Sum over all series; observations for histograms and summaries.' },
  series: { type: 'integer', description: 'Series that Prometheus sees of this metric.' },
  lastSampleAt: timeOrNull,
  overflowing: { type: 'boolean', description: 'Label sets past `maxSeries` are being counted together.' },
  rejections: list(object({ code: text('Why.'), count: { type: 'integer' }, lastAt: time })),
};

export const metricConfigSchemas: Readonly<Record<string, Schema>> = {
  MetricType: { type: 'string', enum: ['counter', 'gauge', 'histogram', 'summary'] },
  MetricConfig: object({
    id: uuid,
    ...settable,
    scriptOptions: object(scriptOptions),
    exportedName: text("The family's name in Prometheus: a counter ends in `_total`."),
    previousTokenExpiresAt: {
      ...timeOrNull,
      description: 'Until then browser tokens from before the last revocation work, too; null when none do.',
    },
    createdAt: time,
    updatedAt: time,
  }),
  CreateMetricConfig: object(
    settable,
    names.filter((name) => !required.includes(name)),
  ),
  UpdateMetricConfig: { ...object(settable, names), description: 'Only the fields that are given change.' },
  MetricStats: object(stats),
  ListedMetricStats: object({ metricConfigId: uuid, ...stats }),
  GenerateCode: object(
    {
      apiKeyId: { ...uuid, description: 'The API key to send with; the oldest usable one when absent.' },
      transport: {
        type: 'string',
        enum: ['headers', 'simple'],
        default: 'headers',
        description: 'How batches travel: with the two headers, or as CORS simple requests without a preflight.',
      },
      readable: { type: 'boolean', default: false, description: '`code` for people to read.' },
      pinned: { type: 'boolean', default: false, description: 'Keep the script as it is, for `pinnedTag`.' },
    },
    ['apiKeyId', 'transport', 'readable', 'pinned'],
  ),
  GeneratedCode: object({
    code: text('The script itself, to put into a `<script>` or to host.'),
    scriptTag: text('A tag that loads it from this server and follows changes of the configuration.'),
    pinnedTag: {
      type: ['string', 'null'],
      description: 'A tag with `integrity` that loads exactly this script, whatever changes; null unless asked for.',
    },
    snippet: text(
      "HTML with a function for each custom event, for the page's own code to call; empty when the metric has none.",
    ),
    eventAttributes: text(
      'Attributes for a tag of the page that tell of the first custom event; empty in the same case.',
    ),
    module: text('The script as an ES module with `track` and `flush`.'),
    sizeBytes: { type: 'integer', description: 'Of the script that the tags load.' },
    gzipBytes: { type: 'integer', description: 'Of the same, compressed with gzip -9.' },
  }),
};
