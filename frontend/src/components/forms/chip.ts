import { element } from '../../dom.ts';
import { icon } from '../basic/icon.ts';

/** An entry that a list may take with one press. */
export interface Offer {
  readonly name: string;
  readonly meaning: string;
}

/** One entry of a list, with the button that takes it away. */
export function chip(entry: string, onRemove: () => void): HTMLElement {
  return element(
    'li',
    'chip',
    element('span', '', entry),
    element(
      'button',
      { attributes: { type: 'button', 'aria-label': `Remove ${entry}` }, on: { click: onRemove } },
      icon('close'),
    ),
  );
}

export function offerButton({ name, meaning }: Offer, onTake: () => void): HTMLElement {
  return element(
    'button',
    { className: 'offer', attributes: { type: 'button', title: meaning }, on: { click: onTake } },
    icon('plus'),
    name,
  );
}
