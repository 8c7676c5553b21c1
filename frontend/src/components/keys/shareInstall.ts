import { ownAddress } from '../../browser/address.ts';
import { element } from '../../dom.ts';
import { copyButton } from '../basic/copyButton.ts';

/** The address of the page that shows anybody the tag of this key and how to paste it. */
export function installUrl(apiKey: string): string {
  return ownAddress(`#/install?key=${encodeURIComponent(apiKey)}`);
}

/** For owners who do not edit the website themselves. */
export function shareInstall(apiKey: string): HTMLElement {
  const href = installUrl(apiKey);
  const link = element('a', { className: 'share-link', attributes: { href } }, href);
  return element(
    'div',
    'share',
    element(
      'p',
      '',
      'Somebody else edits the website? Send them this link: the tag, with the steps for Next.js, WordPress, Google Tag Manager and others. It needs no account and holds no secret.',
    ),
    element('p', 'with-copy', link, copyButton(link, 'link for a colleague', 'Copy link for a colleague')),
  );
}
