import { element } from '../../dom.ts';

const SHOWN_MS = 4_000;
const box = element('div', { className: 'toasts', attributes: { role: 'status', 'aria-live': 'polite' } });

/** Says for a moment that something was done. */
export function toast(text: string): void {
  if (!box.isConnected) document.body.append(box);
  const made = element('p', 'toast', text);
  box.append(made);
  setTimeout(() => made.remove(), SHOWN_MS);
}
