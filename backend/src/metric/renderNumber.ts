/** A number in the text exposition format: any form that Go's ParseFloat takes; JavaScript's shortest round-trip form is one. */
export function renderNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('a total is not finite');
  return String(value);
}
