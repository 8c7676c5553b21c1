import type { GeneratedCode } from '../api/metricConfigs.ts';
import { makeSnippet, type Snippet } from './snippet.ts';

export function scriptTagExample({ scriptTag }: Pick<GeneratedCode, 'scriptTag'>): Snippet {
  return makeSnippet('Script tag', 'html', scriptTag);
}

/** `keyName` tells the tags of several keys apart. */
export function siteTagExample({ scriptTag }: Pick<GeneratedCode, 'scriptTag'>, keyName: string): Snippet {
  return makeSnippet(`Site tag of ${keyName}`, 'html', scriptTag);
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

/** Functions for the head of a page that tell of the metric's own events; undefined when it has none. */
export function eventFunctionsExample({ snippet }: Pick<GeneratedCode, 'snippet'>): Snippet | undefined {
  return snippet === '' ? undefined : makeSnippet('Functions to call', 'html', snippet.trim());
}

/** The same for a tag of the page's own markup. */
export function eventAttributesExample({
  eventAttributes,
}: Pick<GeneratedCode, 'eventAttributes'>): Snippet | undefined {
  return eventAttributes === '' ? undefined : makeSnippet('Attributes of a tag', 'html', eventAttributes);
}
