/** Reads `0.1, 0.5 1` as numbers; undefined when something else is among them. */
export function parseNumbers(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const numbers = parts.map(Number);
  return numbers.every(Number.isFinite) ? [...new Set(numbers)].sort((a, b) => a - b) : undefined;
}

/** What is wrong with a list of numbers, or undefined. */
export function numbersFault(text: string, most: number, isAllowed: (one: number) => boolean, range: string) {
  const numbers = parseNumbers(text);
  if (numbers === undefined) return 'must be numbers with commas between them';
  if (numbers.length > most) return `must be at most ${most} numbers`;
  return numbers.every(isAllowed) ? undefined : `must be ${range}`;
}
