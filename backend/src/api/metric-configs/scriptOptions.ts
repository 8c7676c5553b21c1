import { limits } from '../../contract/limits.ts';
import { defaultScriptOptions } from '../../contract/scriptOptions.ts';

const { script } = limits;

const faults: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  persist: notTruth,
  respectGpc: notTruth,
  respectDnt: notTruth,
  hashRoutes: notTruth,
  sampleOneIn: (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= script.sampleOneIn
      ? undefined
      : `must be a whole number from 1 to ${script.sampleOneIn}`,
  queryRoutes: (value) =>
    isListOf(value, script.queryRoutes, script.queryRoute, /^[\w.~[\]-]+$/)
      ? undefined
      : `must be up to ${script.queryRoutes} names of at most ${script.queryRoute} letters, digits and . _ ~ - [ ], such as page`,
  fileTypes: (value) =>
    isListOf(value, script.fileTypes, script.fileType, /^[A-Za-z0-9]+$/)
      ? undefined
      : `must be up to ${script.fileTypes} endings of at most ${script.fileType} letters and digits, such as step`,
  // What it calls a path becomes a label value, and paths in addresses are ASCII.
  pathPatterns: (value) =>
    isListOf(value, script.pathPatterns, script.pathPattern, /^\/[\x21-\x7e]*$/)
      ? undefined
      : `must be up to ${script.pathPatterns} paths of at most ${script.pathPattern} printable ASCII characters, such as /blog/:slug`,
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

function isListOf(value: unknown, most: number, mostCharacters: number, form: RegExp): boolean {
  if (!Array.isArray(value) || value.length > most) return false;
  return value.every((one) => typeof one === 'string' && one.length <= mostCharacters && form.test(one));
}
