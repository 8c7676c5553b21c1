import type { GeneratedCode } from '../../api/metricConfigs.ts';
import { element, replaceChildren } from '../../dom.ts';
import { pinnedTagExample } from '../../examples/pageExamples.ts';
import { isAbort } from '../../failure.ts';
import { button, whileBusy } from '../basic/button.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import { failureNote } from '../basic/failureNote.ts';

/** Keeps the script as it is now. */
export type Pin = () => Promise<Pick<GeneratedCode, 'pinnedTag'>>;

/** Pins the script and shows the tag that loads exactly this one: only on demand, because it is kept for good. */
export function pinButton(pin: Pin): HTMLElement {
  const box = element('div', 'pin');
  const show = async () => {
    try {
      const pinned = await pin();
      replaceChildren(
        box,
        element(
          'p',
          'soft',
          'This tag loads the script exactly as it is now, without later changes; browsers refuse anything else.',
        ),
        commandBlock(pinnedTagExample(pinned)),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The pinned tag', error, () => void show()),
        );
    }
  };
  const pressed = button('Pin this version', () => void whileBusy(pressed, show));
  box.append(element('p', 'soft', 'A tag with integrity, for pages that may run only what was reviewed:'), pressed);
  return box;
}
