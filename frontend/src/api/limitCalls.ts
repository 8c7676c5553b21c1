import type { Api } from './client.ts';

/** The same API with at most so many calls at once; the others wait in the order in which they were made. */
export function limitCalls(api: Api, most: number): Api {
  const waiting: (() => void)[] = [];
  let running = 0;
  const begin = async () => {
    if (running < most) running += 1;
    // The place is handed over by the call that ends.
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const end = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return {
    async call(call) {
      await begin();
      try {
        return await api.call(call);
      } finally {
        end();
      }
    },
  };
}
