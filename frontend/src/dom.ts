/** A child of an element. Text becomes a text node, never markup; `undefined` is left out. */
export type Child = Node | string | undefined;

interface Options {
  /** Written with setAttribute; `undefined` is left out. */
  attributes?: Record<string, string | undefined>;
  on?: Partial<{ [K in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[K]) => void }>;
}

/** Makes an element. There is no way to pass HTML: the page runs under Trusted Types. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: (Options & { className?: string }) | string,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const { className, attributes = {}, on = {} } = typeof options === 'string' ? { className: options } : options;
  const made = document.createElement(tag);
  if (className !== undefined && className !== '') made.className = className;
  setAttributes(made, attributes);
  for (const [type, listener] of Object.entries(on)) made.addEventListener(type, listener as EventListener);
  replaceChildren(made, ...children);
  return made;
}

/** Makes a decorative drawing, hidden from assistive technology. */
export function drawing(className: string, viewBox: string, ...paths: Record<string, string>[]): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  setAttributes(svg, { class: className, viewBox, 'aria-hidden': 'true', focusable: 'false' });
  for (const attributes of paths) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    setAttributes(path, attributes);
    svg.append(path);
  }
  return svg;
}

/** Replaces everything in `parent`. */
export function replaceChildren(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== undefined));
}

function setAttributes(target: Element, attributes: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) target.setAttribute(name, value);
}

let lastId = 0;

/** An id that nothing else in the page has. */
export function uniqueId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
