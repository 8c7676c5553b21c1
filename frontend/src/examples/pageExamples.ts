import type { GeneratedCode } from '../api/metricConfigs.ts';
import { makeSnippet, type Snippet } from './snippet.ts';

export function scriptTagExample(code: Tag): Snippet {
  return makeSnippet('Script tag', 'html', wholeTag(code));
}

/** `keyName` tells the tags of several keys apart. */
export function siteTagExample(code: Tag, keyName: string): Snippet {
  return makeSnippet(`Site tag of ${keyName}`, 'html', wholeTag(code));
}

type Tag = Pick<GeneratedCode, 'earlyTag' | 'scriptTag'>;

/** The tag, after the line that keeps what happens before its script has loaded. */
function wholeTag({ earlyTag, scriptTag }: Tag): string {
  return earlyTag === '' ? scriptTag : `${earlyTag}\n${scriptTag}`;
}

/** For the console of the browser on a website: that browser sends nothing from there any more. */
export function ignoreVisitsExample(): Snippet {
  return makeSnippet('Leave out your own visits', 'js', `localStorage.setItem('uvp.ignore', '1')`);
}

export function pinnedTagExample({ earlyTag, pinnedTag }: Pick<GeneratedCode, 'earlyTag' | 'pinnedTag'>): Snippet {
  return makeSnippet('Pinned script tag', 'html', wholeTag({ earlyTag, scriptTag: pinnedTag ?? '' }));
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
