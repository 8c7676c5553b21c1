/** The patterns of broken lines, in CSS pixels; the first one is whole. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];
