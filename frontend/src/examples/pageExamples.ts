import type { GeneratedCode } from '../api/metricConfigs.ts';
import { makeSnippet, type Snippet } from './snippet.ts';

export function scriptTagExample({ scriptTag }: Pick<GeneratedCode, 'scriptTag'>): Snippet {
  return makeSnippet('Script tag', 'html', scriptTag);
}

export function pinnedTagExample({ pinnedTag }: Pick<GeneratedCode, 'pinnedTag'>): Snippet {
  return makeSnippet('Pinned script tag', 'html', pinnedTag ?? '');
}

export function inlineExample({ code }: Pick<GeneratedCode, 'code'>): Snippet {
  return makeSnippet('Inline', 'html', `<script>\n${code}</script>`);
}

export function moduleExample({ module }: Pick<GeneratedCode, 'module'>): Snippet {
  return makeSnippet('Module', 'js', module);
}

/** How a page tells of the metric's own events; undefined when it has none. */
export function ownEventsExample({ snippet }: Pick<GeneratedCode, 'snippet'>): Snippet | undefined {
  return snippet === '' ? undefined : makeSnippet('Own events', 'html', snippet.trim());
}
