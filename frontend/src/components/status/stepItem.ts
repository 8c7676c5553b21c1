import { element } from '../../dom.ts';
import type { Step } from '../../examples/firstSteps.ts';
import { commandBlock } from '../basic/commandBlock.ts';

/** One step with what to type for it. */
export function stepItem({ text, command }: Step): HTMLElement {
  return element(
    'li',
    'step',
    element('div', 'step-text', element('h3', '', command.title), element('p', '', text)),
    commandBlock(command),
  );
}
