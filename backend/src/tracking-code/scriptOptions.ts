import { defaultScriptOptions, type ScriptOptions } from '../contract/scriptOptions.ts';

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
function escapeExpression(text: string): string {
  return text.replace(/[^\w-]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
