import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteBudget } from './byteBudget.ts';

describe('createByteBudget', () => {
  it('gives no more than it has, and has all again when everybody is done', () => {
    const budget = createByteBudget(100);
    const [first, second] = [budget.open(), budget.open()];
    expect([first.take(60), second.take(41), second.take(40), first.take(1)]).toEqual([true, false, true, false]);
    first.close();
    expect([first.take(1), budget.held(), second.take(60), budget.held()]).toEqual([false, 40, true, 100]);
    second.close();
    second.close();
    expect(budget.held()).toBe(0);
  });

  it('never holds more than its bound, nor less than nothing', () => {
    const step = fc.record({ holder: fc.nat(3), bytes: fc.nat(60), closes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budget = createByteBudget(100);
        const holders = Array.from({ length: 4 }, () => budget.open());
        for (const { holder, bytes, closes } of steps) {
          if (closes) holders[holder]?.close();
          else holders[holder]?.take(bytes);
          expect(budget.held()).toBeGreaterThanOrEqual(0);
          expect(budget.held()).toBeLessThanOrEqual(100);
        }
        for (const holder of holders) holder.close();
        expect(budget.held()).toBe(0);
      }),
    );
  });
});
