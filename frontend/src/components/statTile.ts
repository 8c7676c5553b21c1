import { type Child, element } from '../dom.ts';

/** A number with its name; `set` changes it in place, so that a live number does not make the page jump. */
export function statTile(name: string, value: Child = '…') {
  const number = element('dd', '', value);
  const note = element('dd', 'tile-note');
  return {
    element: element('div', 'tile', element('dt', '', name), number, note),
    set(text: string, small = '') {
      if (number.textContent !== text) number.textContent = text;
      if (note.textContent !== small) note.textContent = small;
    },
  };
}
