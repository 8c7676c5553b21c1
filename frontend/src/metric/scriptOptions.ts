import type { MetricConfig } from '../api/contract.generated.ts';
import { limits, metricDefaults } from '../contract.generated.ts';
import type { ReadonlyDeep } from './readonlyDeep.ts';

/** How the script of a metric behaves in a page, besides what it counts; `docs/tracking.md` explains each. */
export type ScriptOptions = ReadonlyDeep<MetricConfig['scriptOptions']>;

export const defaultScriptOptions: ScriptOptions = metricDefaults.scriptOptions;

const { sampleOneIn, pathPattern, queryRoute, fileType } = limits.script;

export function sampleOneInFault(text: string): string | undefined {
  const isWhole = /^\d{1,9}$/.test(text);
  return isWhole && Number(text) >= 1 && Number(text) <= sampleOneIn
    ? undefined
    : `must be a whole number from 1 to ${sampleOneIn}`;
}

export function queryRouteFault(name: string): string | undefined {
  return /^[\w.~[\]-]+$/.test(name) && name.length <= queryRoute
    ? undefined
    : `must be names of at most ${queryRoute} letters, digits and . _ ~ - [ ]`;
}

export function fileTypeFault(ending: string): string | undefined {
  return /^[A-Za-z0-9]+$/.test(ending) && ending.length <= fileType
    ? undefined
    : `must be endings of at most ${fileType} letters and digits, without the dot`;
}

export function pathPatternFault(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'must be paths that begin with /, such as /blog/:slug';
  return /^[\x21-\x7e]+$/.test(pattern) && pattern.length <= pathPattern
    ? undefined
    : `must be at most ${pathPattern} characters of ASCII`;
}
