import { describe, expect, it } from 'vitest';
import { normalizeAllowedOrigin } from '../../backend/src/api/apikeys/allowedOrigin.ts';
import { passwordFault as backendPasswordFault } from '../../backend/src/api/auth/passwordFault.ts';
import { labelSources as backendSources } from '../../backend/src/api/metric-configs/labelDefaults.ts';
import { scriptOptionsFault } from '../../backend/src/api/metric-configs/scriptOptions.ts';
import { carriesNoValue } from '../../backend/src/api/metric-configs/trackingEvents.ts';
import { rejectionCodes } from '../../backend/src/contract/rejectionCodes.ts';
import { defaultScriptOptions as backendScriptOptions } from '../../backend/src/contract/scriptOptions.ts';
import { labelLimits as backendLabelLimits, labelNameFault } from '../../backend/src/metric/labels.ts';
import { defaultBuckets, defaultQuantiles } from '../../backend/src/metric/metricDefaults.ts';
import { scriptEvents as backendEvents } from '../../backend/src/tracking-code/trackedMetric.ts';
import { exportedSeries } from '../src/contract.generated.ts';
import { originFault } from '../src/keys/origins.ts';
import { builtInEvents, eventFault } from '../src/metric/events.ts';
import { labelLimits, labelNamesFault } from '../src/metric/labelNames.ts';
import { emptyDraft, labelSources, type MetricDraft, metricNameFault, metricTypes } from '../src/metric/metricDraft.ts';
import { bucketsFault, maxSeriesFault, quantilesFault, usualQuantiles } from '../src/metric/metricRules.ts';
import { parseNumbers } from '../src/metric/numberList.ts';
import { explainRefusal } from '../src/metric/refusals.ts';
import {
  defaultScriptOptions,
  fileTypeFault,
  pathPatternFault,
  queryRouteFault,
  sampleOneInFault,
} from '../src/metric/scriptOptions.ts';
import { templates } from '../src/metric/templates.ts';
import { passwordFault } from '../src/session/password.ts';
import { judgeDraft } from './judgeDraft.ts';

describe('what the dashboard knows besides', () => {
  it('are the label sources and events of the API', () => {
    expect(labelSources.map(([source]) => source).sort()).toEqual([...backendSources].sort());
    expect(builtInEvents.map(({ name }) => name).sort()).toEqual([...backendEvents].sort());
    for (const { name, hasValue } of builtInEvents) expect(hasValue, name).toBe(!carriesNoValue(name));
  });

  it('are the options of scripts, and what they may be', () => {
    expect(defaultScriptOptions).toEqual(backendScriptOptions);
    for (const text of ['0', '1', '100', '101', '2.5', '-1']) {
      const fault = scriptOptionsFault({ sampleOneIn: Number(text) });
      expect(sampleOneInFault(text) === undefined, text).toBe(fault === undefined);
    }
    for (const name of ['page', 'a[b]', 'a-b', 'a b', 'ä', 'a'.repeat(50), 'a'.repeat(51)]) {
      const fault = scriptOptionsFault({ queryRoutes: [name] });
      expect(queryRouteFault(name) === undefined, name).toBe(fault === undefined);
    }
    for (const ending of ['step', '7z', '.step', 'tar.gz', 'a'.repeat(10), 'a'.repeat(11)]) {
      const fault = scriptOptionsFault({ fileTypes: [ending] });
      expect(fileTypeFault(ending) === undefined, ending).toBe(fault === undefined);
    }
    for (const pattern of ['/blog/:slug', 'blog', '/ä', '/a b', `/${'a'.repeat(149)}`, `/${'a'.repeat(150)}`]) {
      const fault = scriptOptionsFault({ pathPatterns: [pattern] });
      expect(pathPatternFault(pattern) === undefined, pattern).toBe(fault === undefined);
    }
  });

  it('is an explanation and a fix for every reason to refuse', () => {
    for (const code of rejectionCodes) {
      const { title, fix } = explainRefusal(code);
      expect(title, code).not.toBe(code.replaceAll('_', ' '));
      expect(fix.length, code).toBeGreaterThan(20);
    }
  });

  it('are the quantiles of a summary that names none, and how many buckets and quantiles are usual', () => {
    expect(usualQuantiles).toEqual(defaultQuantiles);
    expect(exportedSeries.summary.usual.quantiles).toBe(defaultQuantiles.length);
    expect(exportedSeries.histogram.usual.buckets).toBe(defaultBuckets('page_load_seconds').length);
  });

  it('are the limits of labels', () => {
    expect(labelLimits).toEqual({ name: backendLabelLimits.nameBytes, value: backendLabelLimits.valueBytes });
    for (const name of ['path', '_', 'a1', 'a'.repeat(120), '1a', 'ä', 'a-b', 'a b', 'a.b'])
      expect(labelNamesFault([name]) === undefined, name).toBe(labelNameFault(name) === undefined);
  });

  it('is which origins a key may allow', () => {
    for (const text of ['https://a.example', 'http://localhost:8080', 'https://*.a.example', 'https://A.example/'])
      expect([originFault(text), normalizeAllowedOrigin(text) === undefined], text).toEqual([undefined, false]);
    for (const text of ['a.example', 'https://a.example/x', 'https://*', 'ftp://a.example', '*', 'https://a.*.example'])
      expect([originFault(text) === undefined, normalizeAllowedOrigin(text)], text).toEqual([false, undefined]);
  });

  it('is the length of passwords', () => {
    for (const text of [
      'short',
      'seven77',
      'lanterns in a row',
      'ä'.repeat(37),
      'x y z '.repeat(12),
      'x y z '.repeat(13),
    ]) {
      expect(passwordFault(text), text).toBe(backendPasswordFault(text));
    }
  });

  it.each(templates.filter(({ id }) => id !== 'custom'))('has templates that the API takes: $id', async ({ draft }) => {
    expect(await judgeDraft(draft)).toEqual([]);
  });
});

describe('what the form of a metric refuses', () => {
  const named: MetricDraft = { ...emptyDraft, name: 'A metric', metricName: 'a_metric', inPages: false };
  const isTaken = async (draft: Partial<MetricDraft>) => (await judgeDraft({ ...named, ...draft })).length === 0;
  const many = (count: number, of: (index: number) => number) =>
    Array.from({ length: count }, (_, i) => of(i)).join(' ');

  it.each(['1', '0 0.5 1', '-1', 'a', many(30, (i) => i), many(31, (i) => i), '1e300', '1 1 1'])(
    'are the buckets that the API refuses: %s',
    async (text) => {
      const buckets = parseNumbers(text) ?? null;
      const taken = buckets !== null && (await isTaken({ metricType: 'histogram', buckets }));
      expect(bucketsFault(text) === undefined).toBe(taken);
    },
  );

  it.each(['0.5', '0.001 0.999', '0', '1', '-0.1', '50', many(10, (i) => (i + 1) / 20), many(11, (i) => (i + 1) / 20)])(
    'are the quantiles that the API refuses: %s',
    async (text) => {
      const quantiles = parseNumbers(text) ?? null;
      const taken = quantiles !== null && (await isTaken({ metricType: 'summary', quantiles }));
      expect(quantilesFault(text) === undefined).toBe(taken);
    },
  );

  it.each(['0', '1', '20000', '20001', '1.5', '-1'])('is the series limit that the API refuses: %s', async (text) => {
    expect(maxSeriesFault(text) === undefined).toBe(await isTaken({ maxSeries: Number(text) }));
  });

  it.each(['visits', '_a', 'a1', '1a', 'a-b', 'a:b', 'ä', 'a b', 'a'.repeat(200), 'a'.repeat(201)])(
    'is the name that the API refuses: %s',
    async (metricName) => {
      expect(metricNameFault(metricName) === undefined).toBe(await isTaken({ metricName }));
    },
  );

  it.each(metricTypes)('is the event that the API refuses for a %s', async (metricType) => {
    const own = ['signup', 'cart:add', 'a.b-c_d', 'a'.repeat(64), 'a'.repeat(65), '1a', 'a b', 'ä'];
    for (const event of [...builtInEvents.map(({ name }) => name), ...own]) {
      const taken = await isTaken({ metricType, trackingEvents: [event] });
      expect(eventFault(event, metricType) === undefined, event).toBe(taken);
    }
  });
});
