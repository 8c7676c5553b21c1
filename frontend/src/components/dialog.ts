import { type Child, element } from '../dom.ts';
import { button } from './button.ts';
import { uniqueId } from './field.ts';

export interface Dialog {
  close(): void;
  readonly element: HTMLDialogElement;
}

/**
 * Opens a modal dialog. The browser keeps the focus inside, closes it with Escape, and gives the focus back; it leaves the page when it
 * closes. `content` gets the function that closes it. One that `covers` lets nobody see what is behind.
 */
export function openDialog(
  title: string,
  content: (close: () => void) => Child[],
  options: { onClose?: () => void; closable?: boolean; covers?: boolean } = {},
): Dialog {
  const id = uniqueId('dialog');
  const opener = document.activeElement;
  const close = () => made.close();
  const made = element(
    'dialog',
    { className: options.covers === true ? 'dialog covers' : 'dialog', attributes: { 'aria-labelledby': id } },
    element(
      'div',
      'dialog-head',
      element('h2', { attributes: { id } }, title),
      options.closable === false ? undefined : button('×', close, { kind: 'quiet', label: 'Close' }),
    ),
  );
  made.append(...content(close).filter((child) => child !== undefined));
  made.addEventListener('cancel', (event) => {
    if (options.closable === false) event.preventDefault();
  });
  made.addEventListener('close', () => {
    made.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    options.onClose?.();
  });
  document.body.append(made);
  made.showModal();
  addEventListener('hashchange', close, { once: true });
  return { close, element: made };
}
