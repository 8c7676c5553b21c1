import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createInFlight } from './inFlight.ts';

it('has what was added and not removed, whatever came and went before', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat()), { maxLength: 60 }), (steps) => {
      const inFlight = createInFlight<{ n: number }>();
      const model = new Map<string, number>();
      for (const [name, n] of steps) {
        if (model.delete(name)) inFlight.remove(name);
        else {
          inFlight.add(name, { n });
          model.set(name, n);
        }
        for (const each of ['a', 'b', 'c', 'd', 'e']) expect(inFlight.get(each)?.n).toBe(model.get(each));
      }
      inFlight.remove('was never there');
    }),
  );
});
