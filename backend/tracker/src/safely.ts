/** The same function, but for what it throws: a fault of ours must never reach the page, and nobody there could act on it. */
export const safely =
  <A extends unknown[], R>(work: (...args: A) => R) =>
  // biome-ignore lint/suspicious/noConfusingVoidType: there is nothing to give back when something was thrown
  (...args: A): R | void => {
    try {
      return work(...args);
    } catch {}
  };

/**
 * Listens on the window while events are captured: every event of the page passes there first, also those that do not bubble and those
 * that the page stops. There are spaces between the types.
 */
export const on = <E extends Event>(types: string, seen: (event: E) => unknown): void => {
  for (const type of types.split(' ')) addEventListener(type, safely(seen) as (event: Event) => unknown, true);
};
