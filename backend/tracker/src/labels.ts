import type { ScriptSettings } from '../../src/tracking-code/scriptSettings.ts';
import { clip, textOf } from './labelText.ts';

/** What fills a label by itself; read when the event happens. Only the sources that a configuration names are in its script. */
const sources: Record<string, () => string> = {};

//! if label.path
/** Numbers, UUIDs and long hexadecimal ids, which would make a series each. */
const idSegment = /\/(\d+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|(?=[a-f]*\d)[\da-f]{8,})(?=\/|$)/gi;
sources.$path = () => location.pathname.replace(idSegment, '/:id');
//! end

//! if label.referrer
/** The host that led here; nothing when it is this one. */
sources.$referrer = () => {
  const host = document.referrer.split('/')[2];
  return host && host !== location.host ? host : '';
};
//! end

//! if label.device
/** An iPad says that it is a Mac, but a Mac has no touch screen. */
sources.$device = () => {
  const agent = navigator.userAgent;
  if (/iPad|Tablet|Android(?!.*Mobile)/.test(agent)) return 'tablet';
  if (/Mac/.test(agent) && navigator.maxTouchPoints > 1 && !/iPhone/.test(agent)) return 'tablet';
  return /Mobi|iPhone/.test(agent) ? 'mobile' : 'desktop';
};
//! end

//! if label.language
sources.$language = () => navigator.language;
//! end

//! if label.title
sources.$title = () => document.title;
//! end

//! if label.screen
sources.$screen = () => `${screen.width}x${screen.height}`;
//! end

/**
 * The labels of one sample: declared names only, those given to `track` before those filled by a source. Empty ones are left out: to
 * Prometheus they are the same as none, and the collector puts the declared default there.
 */
export function fillLabels(declared: ScriptSettings['labels'], event: string, given: unknown): Record<string, string> {
  const own = Object(given) as Record<string, unknown>;
  const labels: Record<string, string> = {};
  for (const [name, source] of declared) {
    let value = textOf(own[name]);
    //! if label.event
    if (!value && source === '$event') value = clip(event);
    //! end
    //! if label.utm
    if (!value && source && source.startsWith('$utm_')) {
      value = clip(new URLSearchParams(location.search).get(source.slice(1)) || '');
    }
    //! end
    if (!value && source && sources[source]) value = clip(sources[source]());
    if (value) labels[name] = value;
  }
  return labels;
}
