import type { LineLook } from '../../graph/lineLooks.ts';

/** The patterns of broken lines, in CSS pixels; the first one is whole. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];

/** How a line is broken, from 0 on; its number goes round. */
export function dashNumber({ dash }: LineLook): number {
  return dash % DASHES.length;
}

export function dashOf(look: LineLook): readonly number[] {
  return DASHES[dashNumber(look)] ?? [];
}
