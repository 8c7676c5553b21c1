/** Puts an element on the page, alone, so that it can have the focus. */
export function show<E extends Element>(made: E): E {
  document.body.replaceChildren(made);
  return made;
}

/** The only element that a selector finds. */
export function find<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): E {
  const [found, ...others] = root.querySelectorAll<E>(selector);
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} elements are ${selector}`);
  return found;
}

/** The input, text area or select with this label. */
export function labelled<E extends HTMLElement = HTMLInputElement>(root: ParentNode, label: string): E {
  const labels = [...root.querySelectorAll('label')];
  const found = labels.find((one) => one.firstChild?.textContent === label || one.textContent === label);
  const input = found && (found.querySelector('input') ?? document.getElementById(found.htmlFor));
  if (!input) throw new Error(`no input is called ${label}`);
  return input as HTMLElement as E;
}

/** The button or link of this name, as it is read out. */
export function control<E extends HTMLElement = HTMLButtonElement>(root: ParentNode, name: string): E {
  const all = [...root.querySelectorAll<E>('button, a')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  if (!found) throw new Error(`no button or link is called ${name}: ${all.map((one) => one.textContent).join(', ')}`);
  return found;
}

/** Types a text into an input, in place of what was there. */
export function type(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Presses a key in an element; false when something has taken it. */
export function press(target: HTMLElement, key: string): boolean {
  return target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

/** Chooses a radio button, a checkbox or an option. */
export function choose(input: HTMLInputElement | HTMLSelectElement, value: string | boolean): void {
  if (typeof value === 'boolean') (input as HTMLInputElement).checked = value;
  else input.value = value;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** The texts of all elements that a selector finds. */
export function texts(root: ParentNode, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map((one) => one.textContent ?? '');
}
