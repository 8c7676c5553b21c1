import { element } from '../../dom.ts';
import { messageOf } from '../../failure.ts';
import { button, whileBusy } from './button.ts';
import { notice } from './notice.ts';

/** What could not be loaded, and a way to try again. @param what begins a sentence: “Your API keys” */
export function failureNote(what: string, error: unknown, retry: () => Promise<void>): HTMLElement {
  const again: HTMLButtonElement = button('Try again', () => void whileBusy(again, retry));
  return notice(
    'bad',
    element('strong', '', `${what} could not be loaded.`),
    element('p', '', messageOf(error)),
    again,
  );
}
