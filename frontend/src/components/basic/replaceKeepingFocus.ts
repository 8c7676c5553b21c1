import { type Child, replaceChildren } from '../../dom.ts';

/**
 * Replaces everything in a place. When the focus was inside, it goes to what stands there for the same now: the same element, the first
 * button or link of the same name, or the heading of the page.
 * @param make may take along what stands there; an element that is moved loses the focus
 */
export function replaceKeepingFocus(place: HTMLElement, make: () => readonly Child[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  replaceChildren(place, ...make());
  if (!(focused instanceof HTMLElement)) return;
  const next = place.contains(focused) ? focused : sameControl(place, focused);
  next?.focus();
}

function sameControl(place: HTMLElement, focused: HTMLElement): HTMLElement | undefined {
  if (focused.tagName === 'H1') return place.querySelector('h1') ?? undefined;
  const name = nameOf(focused);
  return [...place.querySelectorAll<HTMLElement>('button:not([disabled]), a[href]')].find(
    (one) => nameOf(one) === name,
  );
}

function nameOf(control: HTMLElement): string {
  const parts = [
    control.tagName,
    control.getAttribute('href'),
    control.getAttribute('aria-label'),
    control.textContent,
  ];
  return parts.join(' ');
}
