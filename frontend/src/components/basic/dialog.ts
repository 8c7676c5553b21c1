import { type Child, element, uniqueId } from '../../dom.ts';
import { button } from './button.ts';

export interface Dialog {
  close(): void;
  readonly element: HTMLDialogElement;
}

/**
 * Opens a modal dialog. The browser keeps the focus inside, closes it with Escape, and gives the focus back; it leaves the page when it
 * closes. `content` gets the function that closes it: nothing else closes one that is not `closable`. One that `covers` lets nobody see
 * what is behind.
 */
export function openDialog(
  title: string,
  content: (close: () => void) => Child[],
  { onClose, closable = true, covers = false }: { onClose?: () => void; closable?: boolean; covers?: boolean } = {},
): Dialog {
  const id = uniqueId('dialog');
  const opener = document.activeElement;
  let mayClose = closable;
  const close = () => {
    mayClose = true;
    made.close();
  };
  const made = element(
    'dialog',
    {
      className: covers ? 'dialog covers' : 'dialog',
      attributes: { 'aria-labelledby': id, closedby: closable ? undefined : 'none' },
    },
    element(
      'div',
      'dialog-head',
      element('h2', { attributes: { id } }, title),
      closable ? button('×', close, { kind: 'quiet', label: 'Close' }) : undefined,
    ),
  );
  made.append(...content(close).filter((child) => child !== undefined));
  made.addEventListener('close', () => {
    if (!mayClose) {
      // Browsers that do not know `closedby` close it with Escape.
      made.showModal();
      return;
    }
    made.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    onClose?.();
  });
  document.body.append(made);
  made.showModal();
  if (closable) addEventListener('hashchange', close, { once: true });
  return { close, element: made };
}
