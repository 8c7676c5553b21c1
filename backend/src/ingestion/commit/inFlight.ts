/**
 * Values by key, for values that come and go all the time and hold much.
 *
 * A `Map` appends each new entry to its table, and makes a new table when that is full, every few hundred entries. The table before it is
 * garbage that still points to the values it had. Once such a table is old enough to be looked at by full collections only, everything
 * that its values hold stays in memory until the next one. With 256 connections that was 300 instead of 200 MiB, and collections took twice
 * as long. Here the map's values are positions, and the values themselves stand in an array whose places are used again.
 */
export interface InFlight<T> {
  get(key: string): T | undefined;
  /** The key must not be there. */
  add(key: string, value: T): void;
  remove(key: string): void;
}

export function createInFlight<T>(): InFlight<T> {
  const positions = new Map<string, number>();
  const values: (T | undefined)[] = [];
  const free: number[] = [];
  return {
    get(key) {
      const position = positions.get(key);
      return position === undefined ? undefined : values[position];
    },
    add(key, value) {
      const position = free.pop() ?? values.length;
      positions.set(key, position);
      values[position] = value;
    },
    remove(key) {
      const position = positions.get(key);
      if (position === undefined) return;
      positions.delete(key);
      values[position] = undefined;
      free.push(position);
    },
  };
}
