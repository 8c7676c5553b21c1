import type { View } from '../../graph/views.ts';

/** What a graph shows, in words. @param split a declared label, or undefined for all series together */
export function titleOf({ name }: { readonly name: string }, view: View, split: string | undefined): string {
  return `${name}, ${view.title.toLowerCase()}${split === undefined ? '' : ` by ${split}`}`;
}
