/** The same function, but for what it throws: a fault of ours must never reach the page, and nobody there could act on it. */
export const safely =
  <A extends unknown[], R>(work: (...args: A) => R) =>
  (...args: A): R | undefined => {
    try {
      return work(...args);
    } catch {
      return undefined;
    }
  };

/**
 * Listens while events are captured: every event of the page passes the window first, also those that do not bubble and those that the
 * page stops. There are spaces between the types.
 */
export const on = <E extends Event>(types: string, seen: (event: E) => unknown, target: EventTarget = self): void => {
  for (const type of types.split(' ')) target.addEventListener(type, safely(seen) as (event: Event) => unknown, true);
};
