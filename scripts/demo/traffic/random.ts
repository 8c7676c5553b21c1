/** 0 to below 1, as Math.random. */
export type Random = () => number;

/** The same numbers for the same seed. Mulberry32, by Tommy Ettinger: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How often something happens that happens `mean` times on average. Knuth's method; for small means. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** One of them, each as often as its weight says. */
export function pickWeighted<T>(random: Random, choices: readonly (readonly [choice: T, weight: number])[]): T {
  const sum = choices.reduce((total, [, weight]) => total + weight, 0);
  let left = random() * sum;
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new Error('there is nothing to choose from');
  return last[0];
}

/** Around 1, mostly between 0.6 and 1.7, sometimes much more: what durations look like. */
export function spread(random: Random): number {
  const nearlyNormal = random() + random() + random() + random() - 2;
  return Math.exp(0.8 * nearlyNormal);
}
