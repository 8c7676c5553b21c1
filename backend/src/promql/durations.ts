const units = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;
const unitMs: Readonly<Record<(typeof units)[number], number>> = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};
const shape = new RegExp(`^${units.map((unit) => `(?:(\\d+)${unit})?`).join('')}$`);
const plainNumber = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Milliseconds of a Prometheus duration (`1h30m`: each unit once, in falling order) or of a number of seconds; undefined for other text. */
export function durationMs(text: string): number | undefined {
  if (plainNumber.test(text)) return Number(text) * 1000;
  const match = text === '' ? null : shape.exec(text);
  if (!match) return undefined;
  return units.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unitMs[unit], 0);
}
