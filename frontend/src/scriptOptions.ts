/** How the script of a metric behaves in a page, besides what it counts; `docs/tracking.md` explains each. */
export interface ScriptOptions {
  /** Undelivered batches wait in localStorage for the next visit. */
  readonly persist: boolean;
  /** One page load in so many is counted, as so many. */
  readonly sampleOneIn: number;
  readonly respectGpc: boolean;
  readonly respectDnt: boolean;
  /** `#/a` and `#/b` are two views. */
  readonly hashRoutes: boolean;
  /** What `$path` calls a path that fits; the first that fits decides. */
  readonly pathPatterns: readonly string[];
}

export const defaultScriptOptions: ScriptOptions = {
  persist: false,
  sampleOneIn: 1,
  respectGpc: false,
  respectDnt: false,
  hashRoutes: false,
  pathPatterns: [],
};

export function sampleOneInFault(text: string): string | undefined {
  const isWhole = /^\d{1,3}$/.test(text);
  return isWhole && Number(text) >= 1 && Number(text) <= 100 ? undefined : 'must be a whole number from 1 to 100';
}

export function pathPatternFault(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'must be paths that begin with /, such as /blog/:slug';
  return /^[\x21-\x7e]{1,150}$/.test(pattern) ? undefined : 'must be at most 150 characters of ASCII';
}
