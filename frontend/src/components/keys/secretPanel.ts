import { element } from '../../dom.ts';
import { dotEnv } from '../../examples/serverExamples.ts';
import { button } from '../basic/button.ts';
import { copyButton } from '../basic/copyButton.ts';
import { notice } from '../basic/notice.ts';

/** A key with its secret, which nobody can show again: to be copied, downloaded, and put away. */
export function secretPanel(
  key: { keyName: string; apiKey: string; apiSecret: string },
  endpoint: string,
  onSaved: () => void,
): HTMLElement {
  return element(
    'div',
    'secret',
    notice(
      'warn',
      element('strong', '', 'This is the only time the secret is shown.'),
      element('p', '', 'It is for your servers and never for a page: generated code has a token of its own.'),
    ),
    element('dl', 'secret-lines', ...line('API key', key.apiKey), ...line('Secret', key.apiSecret)),
    element(
      'div',
      'actions',
      button('I saved it', onSaved, { kind: 'primary', icon: 'check' }),
      button('Download as .env', () => download('uvp.env', dotEnv(endpoint, key)), { icon: 'download' }),
    ),
  );
}

function line(name: string, value: string): HTMLElement[] {
  const code = element('code', '', value);
  return [element('dt', '', name), element('dd', '', code, copyButton(code, name))];
}

function download(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  element('a', { attributes: { href, download: name } }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1_000);
}
