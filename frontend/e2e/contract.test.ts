import { describe, expect, it } from 'vitest';
import { passwordFault as backendPasswordFault } from '../../backend/src/api/auth/passwordFault.ts';
import { labelSources as backendSources } from '../../backend/src/api/metric-configs/labelDefaults.ts';
import { scriptOptionsFault } from '../../backend/src/api/metric-configs/scriptOptions.ts';
import { carriesNoValue } from '../../backend/src/api/metric-configs/trackingEvents.ts';
import { rejectionCodes } from '../../backend/src/contract/rejectionCodes.ts';
import { defaultScriptOptions as backendScriptOptions } from '../../backend/src/contract/scriptOptions.ts';
import { exportedName } from '../../backend/src/metric/metricNames.ts';
import { scriptEvents as backendEvents } from '../../backend/src/tracking-code/trackedMetric.ts';
import { builtInEvents, exportedNames, labelSources, metricTypes } from '../src/metric/metricDraft.ts';
import { explainRefusal } from '../src/metric/refusals.ts';
import { defaultScriptOptions, pathPatternFault, sampleOneInFault } from '../src/metric/scriptOptions.ts';
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
