import { element } from '../../dom.ts';
import { messageOf } from '../../failure.ts';
import { button } from './button.ts';
import { notice } from './notice.ts';

/** What could not be loaded, and a way to try again. */
export function failureNote(what: string, error: unknown, retry: () => void): HTMLElement {
  return notice(
    'bad',
    element('strong', '', `${what} could not be loaded.`),
    element('p', '', messageOf(error)),
    button('Try again', retry),
  );
}
