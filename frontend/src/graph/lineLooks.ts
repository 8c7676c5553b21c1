export const LINE_COLORS = 8;

/** How a line looks: a colour from 0 on, and whether it is whole (0) or broken, each number in a way of its own. */
export interface LineLook {
  readonly color: number;
  readonly dash: number;
}

/** Gives every value of a label a look, and the same one for as long as it is remembered, whatever else is shown. */
export type LineLooks = (label: string, values: readonly string[]) => LineLook[];

/**
 * A value's colour follows from its text, or is the next one that no value has had; when all have been given, lines are broken. So a
 * value keeps its look when the order changes, when others come and go, and over a reload with the same values.
 */
export function createLineLooks(): LineLooks {
  const known = new Map<string, Map<string, number>>();
  return (label, values) => {
    const given = known.get(label) ?? new Map<string, number>();
    known.set(label, given);
    for (const value of [...values].sort()) {
      if (!given.has(value)) given.set(value, freeNumber(colorOf(value), new Set(given.values())));
    }
    return values.map((value) => lookOf(given.get(value) ?? 0));
  };
}

/** The look of a line that has a fixed place, such as a quantile. */
export function lookOf(number: number): LineLook {
  return { color: number % LINE_COLORS, dash: Math.floor(number / LINE_COLORS) };
}

/** Of the line of all other values: a colour that no value has. */
export const restLook: LineLook = { color: LINE_COLORS, dash: 1 };

function freeNumber(wanted: number, taken: ReadonlySet<number>): number {
  const firstOfRow = Math.floor(taken.size / LINE_COLORS) * LINE_COLORS;
  const row = Array.from({ length: LINE_COLORS }, (_, next) => firstOfRow + ((wanted + next) % LINE_COLORS));
  return row.find((number) => !taken.has(number)) ?? firstOfRow + wanted;
}

/** FNV-1a, which spreads short texts well. */
function colorOf(value: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(value)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % LINE_COLORS;
}
