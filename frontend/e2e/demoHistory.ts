/** A series as it will be in Prometheus: its labels, and its value at each moment. */
export interface DemoSeries {
  readonly family: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

export const STEP_SECONDS = 15;
const HOURS = 7;

/** The moments of the history: seven hours up to a few minutes from now, so that graphs reach their right edge. */
export function demoTimes(nowMs: number): number[] {
  const end = Math.floor(nowMs / 1000 / STEP_SECONDS) * STEP_SECONDS + 300;
  const count = (HOURS * 3600) / STEP_SECONDS;
  return Array.from({ length: count }, (_, index) => end - (count - 1 - index) * STEP_SECONDS);
}

/** A total that grows with the time of day, with noise that is the same in every run. */
export function growing(times: readonly number[], perMinute: number, seed: number): number[] {
  const random = noise(seed);
  let total = 0;
  return times.map((time) => {
    const wave = 1 + 0.45 * Math.sin(time / 1700 + seed) + 0.2 * Math.sin(time / 410 + seed * 2);
    total += Math.max(0, Math.round(((perMinute * STEP_SECONDS) / 60) * wave * (0.5 + random())));
    return total;
  });
}

/** A value that wanders between 0 and twice `middle`. */
export function wandering(times: readonly number[], middle: number, seed: number): number[] {
  const random = noise(seed);
  return times.map((time) => Math.round(middle * (1 + 0.6 * Math.sin(time / 900 + seed)) + middle * 0.3 * random()));
}

/** OpenMetrics text, as `promtool tsdb create-blocks-from openmetrics` takes it. */
export function toOpenMetrics(series: readonly DemoSeries[], times: readonly number[]): string {
  const lines = series.flatMap(({ family, labels, values }) => {
    const text = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return values.map((value, index) => `${family}{${text.join(',')}} ${value} ${times[index]}`);
  });
  return `${lines.join('\n')}\n# EOF\n`;
}

function noise(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
