import { storedName } from './address.ts';

/** Which cards a person has pinned, kept in this browser for each account. */
export interface Pins {
  has(key: string): boolean;
  /** @returns whether it is pinned now */
  toggle(key: string): boolean;
}

export function createPins(userId: string): Pins {
  const name = storedName(`pins.${userId}`);
  const pinned = new Set(read(name));
  return {
    has: (key) => pinned.has(key),
    toggle(key) {
      if (!pinned.delete(key)) pinned.add(key);
      localStorage.setItem(name, JSON.stringify([...pinned]));
      return pinned.has(key);
    },
  };
}

function read(name: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
