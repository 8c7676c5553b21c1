import type { GeneratedCode } from '../../api/metricConfigs.ts';
import { element } from '../../dom.ts';
import { pinnedTagExample } from '../../examples/pageExamples.ts';
import { button, whileBusy } from '../basic/button.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import { loadInto } from '../basic/loadInto.ts';

/** Keeps the script as it is now. */
export type Pin = () => Promise<Pick<GeneratedCode, 'earlyTag' | 'pinnedTag'>>;

/** Pins the script and shows the tag that loads exactly this one: only on demand, because it is kept for good. */
export function pinButton(pin: Pin, signal: AbortSignal): HTMLElement {
  const box = element('div', 'pin');
  const { load } = loadInto(box, {
    what: 'the pinned tag',
    signal,
    load: pin,
    show: (pinned) => [
      element(
        'p',
        'soft',
        'This tag loads the script exactly as it is now, without later changes; browsers refuse anything else.',
      ),
      commandBlock(pinnedTagExample(pinned)),
    ],
  });
  const pressed: HTMLButtonElement = button('Pin this version', () => void whileBusy(pressed, load));
  box.append(element('p', 'soft', 'A tag with integrity, for pages that may run only what was reviewed:'), pressed);
  return box;
}
