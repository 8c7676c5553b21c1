import { describe, expect, it } from 'vitest';
import { passwordFault as backendPasswordFault } from '../../backend/src/api/auth/passwordFault.ts';
import { labelSources as backendSources } from '../../backend/src/api/metric-configs/labelDefaults.ts';
import { scriptOptionsFault } from '../../backend/src/api/metric-configs/scriptOptions.ts';
import { carriesNoValue } from '../../backend/src/api/metric-configs/trackingEvents.ts';
import { createOpenApiDocument } from '../../backend/src/api/openapi/document.ts';
import { exportedName } from '../../backend/src/ingestion/metricNames.ts';
import { rejectionCodes } from '../../backend/src/ingestion/rejection.ts';
import { defaultScriptOptions as backendScriptOptions } from '../../backend/src/tracking-code/scriptOptions.ts';
import { scriptEvents as backendEvents } from '../../backend/src/tracking-code/trackedMetric.ts';
import { apiKey } from '../src/api/apiKeys.ts';
import { sessionRecord, user } from '../src/api/auth.ts';
import { grafanaState } from '../src/api/grafana.ts';
import {
  generatedCode,
  listedMetricStats,
  metricConfig,
  metricStats,
  oneSeries,
  seriesPage,
} from '../src/api/metricConfigs.ts';
import { rejection, rejectionPage, unknownName, unknownNamePage } from '../src/api/rejections.ts';
import { builtInEvents, exportedNames, labelSources, metricTypes } from '../src/metricDraft.ts';
import { passwordFault } from '../src/password.ts';
import { explainRefusal } from '../src/refusals.ts';
import { defaultScriptOptions, pathPatternFault, sampleOneInFault } from '../src/scriptOptions.ts';
import { templates } from '../src/templates.ts';
import { judgeDraft } from './judgeDraft.ts';

interface SchemaObject {
  readonly properties?: Record<string, unknown>;
  readonly required?: readonly string[];
}

const document = createOpenApiDocument('https://metrics.example.test') as unknown as {
  components: { schemas: Record<string, SchemaObject> };
  paths: Record<
    string,
    { get: { responses: { 200: { content: { 'application/json': { schema: SchemaObject } } } } } } | undefined
  >;
};

describe('what the dashboard reads', () => {
  it.each([
    ['User', user],
    ['Session', sessionRecord],
    ['ApiKey', apiKey],
    ['MetricConfig', metricConfig],
    ['MetricStats', metricStats],
    ['ListedMetricStats', listedMetricStats],
    ['GeneratedCode', generatedCode],
    ['Grafana', grafanaState],
  ])('of %s is in the OpenAPI document', (name, shape) => {
    const schema = document.components.schemas[name];
    expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(shape.fields)));
  });
});

describe('what lists hold', () => {
  it.each([
    ['/api/v1/metric-configs/{id}/series', 'series', seriesPage, oneSeries],
    ['/api/v1/rejections', 'rejections', rejectionPage, rejection],
    ['/api/v1/rejections/names', 'names', unknownNamePage, unknownName],
  ])('at %s is in the OpenAPI document', (path, list, page, item) => {
    const schema = document.paths[path]?.get.responses[200].content['application/json'].schema;
    expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(page.fields)));
    const items = schema?.properties?.[list] as { items: SchemaObject } | undefined;
    expect(Object.keys(items?.items.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(item.fields)));
  });
});

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

  it.each(metricTypes)('is the exported name of a %s', (metricType) => {
    for (const metricName of ['visits', 'visits_total'])
      if (metricType === 'counter') {
        expect(exportedNames({ metricName, metricType })).toEqual([exportedName(metricName, metricType)]);
      }
    if (metricType === 'gauge')
      expect(exportedNames({ metricName: 'a', metricType })).toEqual([exportedName('a', metricType)]);
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
