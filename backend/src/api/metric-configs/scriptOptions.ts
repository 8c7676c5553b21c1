import { limits } from '../../contract/limits.ts';
import { defaultScriptOptions } from '../../contract/scriptOptions.ts';

const { sampleOneIn: maxSampleOneIn, pathPatterns: maxPatterns, pathPattern: maxPatternCharacters } = limits.script;

const faults: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  persist: notTruth,
  respectGpc: notTruth,
  respectDnt: notTruth,
  hashRoutes: notTruth,
  sampleOneIn: (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSampleOneIn
      ? undefined
      : `must be a whole number from 1 to ${maxSampleOneIn}`,
  pathPatterns: (value) =>
    Array.isArray(value) && value.length <= maxPatterns && value.every(isPattern)
      ? undefined
      : `must be up to ${maxPatterns} paths of at most ${maxPatternCharacters} printable ASCII characters, such as /blog/:slug`,
};

/** Why a value is not a set of script options, or undefined when it is one. */
export function scriptOptionsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  for (const [name, option] of Object.entries(value)) {
    if (!Object.hasOwn(defaultScriptOptions, name)) return `has a field that is none of ${known}`;
    const fault = faults[name]?.(option);
    if (fault) return `${name} ${fault}`;
  }
  return undefined;
}

const known = Object.keys(defaultScriptOptions).join(', ');

function notTruth(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

/** What it calls a path becomes a label value, and paths in addresses are ASCII. */
function isPattern(value: unknown): boolean {
  return typeof value === 'string' && value.length <= maxPatternCharacters && /^\/[\x21-\x7e]*$/.test(value);
}
