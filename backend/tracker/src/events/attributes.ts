import type { ScriptSettings } from '../../../src/tracking-code/scriptSettings.ts';
import { safely } from '../safely.ts';
import type { Track } from './event.ts';

//! if event.custom
/**
 * `data-uvp-event="name"` on an element: a click on it or inside it tells of that event, on a form its submission does. The value is
 * `data-uvp-value`, and each declared label may have a `data-uvp-label-<name>`.
 */
export function watchAttributes(track: Track, declared: ScriptSettings['labels']): void {
  const onEvent = ({ type, target }: Event) =>
    safely(() => {
      const element = target instanceof Element && target.closest('[data-uvp-event]');
      if (!element || (element.tagName === 'FORM') !== (type === 'submit')) return;
      const labels: Record<string, unknown> = {};
      for (const [name] of declared) labels[name] = element.getAttribute(`data-uvp-label-${name}`);
      track(element.getAttribute('data-uvp-event') || '', { value: element.getAttribute('data-uvp-value'), labels });
    });
  document.addEventListener('click', onEvent, true);
  document.addEventListener('submit', onEvent, true);
}
//! end
