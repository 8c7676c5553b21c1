/** Runs `work` when it is the turn of `key`. */
export type TakeTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Work of one key is done one after another, in the order in which it came; work of all keys together at `places` places at most.
 * So nobody's burst holds every connection of the pool.
 */
export function createTurns(places: number): TakeTurn {
  const lastOf = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let free = places;

  async function atFreePlace<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  return (key, work) => {
    const begin = () => atFreePlace(work);
    const turn = (lastOf.get(key) ?? Promise.resolve()).then(begin, begin);
    lastOf.set(key, turn);
    const forget = () => {
      if (lastOf.get(key) === turn) lastOf.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
