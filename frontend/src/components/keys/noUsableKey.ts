import { link } from '../basic/link.ts';
import { notice } from '../basic/notice.ts';

/** What stands where code would be for which there is no key. */
export function noUsableKey(): HTMLElement {
  return notice(
    'warn',
    'None of your API keys works: they are switched off or have expired. ',
    link('Create one', '#/keys'),
    '.',
  );
}
