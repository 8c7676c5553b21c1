import { type Child, element } from '../../dom.ts';

/** A number with its name; `set` changes it in place, so that a live number does not make the page jump. */
export function statTile(name: string, value: Child = '…') {
  const title = element('dt', '', name);
  const number = element('dd', '', value);
  const note = element('dd', 'tile-note');
  return {
    element: element('div', 'tile', title, number, note),
    /** @param newName another name, when the number has become one of something else */
    set(text: string, small = '', newName = name) {
      if (title.textContent !== newName) title.textContent = newName;
      if (number.textContent !== text) number.textContent = text;
      if (note.textContent !== small) note.textContent = small;
    },
  };
}
