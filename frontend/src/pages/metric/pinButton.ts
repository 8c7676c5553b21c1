import { generateCode, type MetricConfig } from '../../api/metricConfigs.ts';
import { button, whileBusy } from '../../components/button.ts';
import { commandBlock } from '../../components/commandBlock.ts';
import { failureNote } from '../../components/failureNote.ts';
import { element, replaceChildren } from '../../dom.ts';
import { pinnedTagExample } from '../../examples/pageExamples.ts';
import { isAbort } from '../../failure.ts';
import type { PageContext } from '../page.ts';

/** Keeps the script as it is now and shows the tag that loads exactly this one: only on demand, because it is kept for good. */
export function pinButton({ api }: PageContext, config: MetricConfig, apiKeyId: string | undefined): HTMLElement {
  const box = element('div', 'pin');
  const pin = async () => {
    try {
      const code = await generateCode(api, config.id, { pinned: true, ...(apiKeyId && { apiKeyId }) });
      replaceChildren(
        box,
        element('p', 'soft', 'This tag loads the script exactly as it is now; browsers refuse anything else.'),
        commandBlock(pinnedTagExample(code)),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          box,
          failureNote('The pinned tag', error, () => void pin()),
        );
    }
  };
  const pressed = button('Pin this version', () => void whileBusy(pressed, pin));
  box.append(element('p', 'soft', 'Or a tag with integrity, for pages that may run only what was reviewed:'), pressed);
  return box;
}
