import { element } from '../../dom.ts';
import { type IconName, icon } from './icon.ts';

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';

interface Look {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  /** The whole sentence, where the word alone would not say what it is about. */
  readonly label?: string;
}

export function button(text: string, onClick: () => void, { kind = 'plain', icon: name, label }: Look = {}) {
  return element(
    'button',
    {
      className: `button ${kind}`,
      attributes: { type: 'button', 'aria-label': label },
      on: { click: onClick },
    },
    name && icon(name),
    text,
  );
}

/** A link that looks like a button. */
export function linkButton(text: string, href: string, { kind = 'plain', icon: name, label }: Look = {}) {
  return element(
    'a',
    { className: `button ${kind}`, attributes: { href, 'aria-label': label } },
    name && icon(name),
    text,
  );
}

/** Runs `work` with the button busy: it cannot be pressed twice. */
export async function whileBusy(pressed: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  if (pressed.getAttribute('aria-busy') === 'true') return;
  pressed.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    pressed.removeAttribute('aria-busy');
  }
}
