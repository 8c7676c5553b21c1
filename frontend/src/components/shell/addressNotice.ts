import { element } from '../../dom.ts';
import { addressSettings, startAtAddress } from '../../examples/addressExamples.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import { link } from '../basic/link.ts';
import { notice } from '../basic/notice.ts';

/**
 * Says that this page is not where the server believes it to be, what that does, and what to set.
 * @param here the address of this page, without a slash at the end
 * @param publicUrl what PUBLIC_URL says
 */
export function addressNotice(here: string, publicUrl: string): HTMLElement {
  return notice(
    'warn',
    element('strong', '', 'This page is not at the address that the server is set to.'),
    element(
      'p',
      '',
      'You are at ',
      element('code', '', here),
      ', and ',
      element('code', '', 'PUBLIC_URL'),
      ' is ',
      link(publicUrl, publicUrl),
      '. Generated code sends there, and sign-in and Grafana work there. Open that address, or, if this one is right, change the setting.',
    ),
    element(
      'details',
      '',
      element('summary', '', 'How to change it'),
      element('p', '', 'With npm start: stop it, then start it like this:'),
      commandBlock(startAtAddress(here)),
      element(
        'p',
        '',
        'With Docker Compose, set this in ',
        element('code', '', '.env'),
        ', then run ',
        element('code', '', 'docker compose up -d'),
        ':',
      ),
      commandBlock(addressSettings(here), '.env'),
      element('p', '', 'Then copy generated code again: what is in pages by now sends to the old address.'),
    ),
  );
}
