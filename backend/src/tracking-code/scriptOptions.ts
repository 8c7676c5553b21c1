/** How the script of a configuration behaves in a page, besides what it counts. */
export interface ScriptOptions {
  /** What could not be delivered waits in the page's localStorage for the next visit; events wait one second instead of five. */
  readonly persist: boolean;
  /** One page load in so many is counted, as so many: 1 to 100. */
  readonly sampleOneIn: number;
  /** Pages of visitors who send Global Privacy Control count nothing. */
  readonly respectGpc: boolean;
  /** Pages of visitors who send Do Not Track count nothing. */
  readonly respectDnt: boolean;
  /** The hash is part of the address: `#/a` and `#/b` are two views. */
  readonly hashRoutes: boolean;
  /** What `$path` calls a path that fits, such as `/blog/:slug` or `/files/*`; the first that fits decides. */
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

/** A record may hold some of them only. */
export function completeScriptOptions(given: Partial<ScriptOptions>): ScriptOptions {
  return { ...defaultScriptOptions, ...given };
}

/** A regular expression for the paths that a pattern names: `:name` is one segment, `*` at the end anything. */
export function patternExpression(pattern: string): string {
  const parts = pattern.split('/').map((segment, index, all) => {
    if (segment === '*' && index === all.length - 1) return '.*';
    return /^:./.test(segment) ? '[^/]+' : escapeExpression(segment);
  });
  return `^${parts.join('/')}$`;
}

/** Text that stands for itself in a regular expression, whatever is in it. */
export function escapeExpression(text: string): string {
  return text.replace(/[^\w-]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
